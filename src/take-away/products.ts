// All that can be taken away, in the order in which it is offered.
import { model } from './model/product';
import { page } from './page/product';
import type { Product } from './product';
import { report } from './report/product';

export const PRODUCTS = { page, model, report } satisfies Record<string, Product>;

export type ProductName = keyof typeof PRODUCTS;

export const productNames = Object.keys(PRODUCTS) as ProductName[];

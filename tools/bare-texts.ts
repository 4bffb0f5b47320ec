// A browser's translator puts every text into elements of its own. React goes on with the text that
// it knew: it fails to remove it, or to insert something before it. Only a text that is alone in an
// element is safe, because React then sets the whole content. So this looks for texts that have
// siblings, or may have them.
import ts from 'typescript';

const config = ts.getParsedCommandLineOfConfigFile(
  'tsconfig.json',
  {},
  {
    ...ts.sys,
    onUnRecoverableConfigFileDiagnostic: ({ messageText }) => {
      throw new Error(ts.flattenDiagnosticMessageText(messageText, '\n'));
    },
  },
);
if (!config) throw new Error('no tsconfig.json');
const program = ts.createProgram(
  config.fileNames.filter((name) => /\/src\/.*(?<!\.test)\.tsx?$/.test(name)),
  config.options,
);
const checker = program.getTypeChecker();

/**
 * Whether React would make a text of some value of this type. `seen` ends the types that hold
 * themselves.
 */
function mayBeText(type: ts.Type, seen = new Set<ts.Type>()): boolean {
  if (seen.has(type)) return false;
  seen.add(type);
  if (type.isUnionOrIntersection()) return type.types.some((part) => mayBeText(part, seen));
  if (type.flags & (ts.TypeFlags.StringLike | ts.TypeFlags.NumberLike | ts.TypeFlags.Any)) {
    return true;
  }
  const [element] = checker.isArrayType(type)
    ? checker.getTypeArguments(type as ts.TypeReference)
    : [];
  return element !== undefined && mayBeText(element, seen);
}

/** A component of ours that gives a text makes a bare one, wherever it stands. */
function givesText(tag: ts.JsxTagNameExpression): boolean {
  return checker
    .getTypeAtLocation(tag)
    .getCallSignatures()
    .some(
      (signature) =>
        signature.declaration?.getSourceFile().isDeclarationFile === false &&
        mayBeText(checker.getReturnTypeOfSignature(signature)),
    );
}

function isBare(child: ts.JsxChild): boolean {
  if (ts.isJsxText(child)) return true;
  if (!ts.isJsxExpression(child)) return false;
  return child.expression !== undefined && mayBeText(checker.getTypeAtLocation(child.expression));
}

const found: string[] = [];
function report(node: ts.Node) {
  const file = node.getSourceFile();
  const { line } = file.getLineAndCharacterOfPosition(node.getStart());
  const words = node.getText().trim().replace(/\s+/g, ' ').slice(0, 60);
  found.push(`${file.fileName.replace(`${process.cwd()}/`, '')}:${line + 1} ${words}`);
}
function visit(node: ts.Node) {
  if (ts.isJsxOpeningElement(node) || ts.isJsxSelfClosingElement(node)) {
    if (givesText(node.tagName)) report(node);
  }
  if (ts.isJsxElement(node) || ts.isJsxFragment(node)) {
    const children = node.children.filter(
      (child) =>
        !(ts.isJsxText(child) && child.containsOnlyTriviaWhiteSpaces) &&
        !(ts.isJsxExpression(child) && !child.expression),
    );
    // What stands around a fragment are its children's siblings.
    if (ts.isJsxFragment(node) || children.length > 1) children.filter(isBare).forEach(report);
  }
  ts.forEachChild(node, visit);
}
for (const file of program.getSourceFiles()) {
  if (!file.isDeclarationFile && file.fileName.endsWith('.tsx')) visit(file);
}

if (found.length > 0) {
  console.error(`Texts with siblings: each needs an element of its own.\n${found.join('\n')}`);
  process.exit(1);
}

# The built folder behind nginx: `docker build -t apprentice . && docker run -p 8080:8080 apprentice`
FROM node:22-slim AS build
WORKDIR /app
COPY package.json package-lock.json ./
# No package needs to run a program of its own to be installed.
RUN npm ci --ignore-scripts
COPY . .
RUN npm run build

FROM nginxinc/nginx-unprivileged:stable-alpine
COPY tools/nginx.conf /etc/nginx/conf.d/default.conf
COPY --from=build /app/dist /usr/share/nginx/html

# Runs alone with its own database (docker run -p 3000:3000 -v rezeis:/data …), or on DATABASE_URL.
FROM node:22-slim AS build
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
RUN npm install --no-save --include=dev
COPY . .
RUN npm run build && npm prune --omit=dev && rm -rf .next/cache

FROM node:22-slim
WORKDIR /app
ENV NODE_ENV=production DATA_DIR=/data NEXT_TELEMETRY_DISABLED=1
RUN mkdir /data && chown node:node /data
COPY --from=build --chown=node:node /app ./
USER node
VOLUME /data
EXPOSE 3000
HEALTHCHECK --interval=30s --timeout=5s --start-period=60s \
  CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.PORT ?? 3000}/api/health`).then((r) => process.exit(r.ok ? 0 : 1), () => process.exit(1))"]
CMD ["node", "scripts/start.mjs"]

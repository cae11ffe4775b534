FROM node:22-slim AS build
WORKDIR /duijie
COPY package.json package-lock.json ./
RUN npm ci
COPY . .
RUN npm run build && npm prune --omit=dev

FROM node:22-slim
WORKDIR /duijie
# The library is read all over the place, which large pages make a tenth faster (docs/decisions/library.md).
ENV NODE_ENV=production DATA_DIR=/var/lib/duijie GLIBC_TUNABLES=glibc.malloc.hugetlb=1
RUN mkdir -p /var/lib/duijie /keys/api /keys/worker && chown -R node /var/lib/duijie /keys
COPY --from=build /duijie/package.json ./
COPY --from=build /duijie/node_modules ./node_modules
COPY --from=build /duijie/dist ./dist
USER node
EXPOSE 3000
CMD ["node", "--max-semi-space-size=64", "--no-allocation-site-pretenuring", "dist/apps/api/main.js"]

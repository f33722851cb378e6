// A cart and a click counter as Restate virtual objects: one call at a time for each key, state kept by the server.
import "./with-resolvers.js";

const restate = await import("@restatedev/restate-sdk");

const cart = restate.object({
  name: "Cart",
  handlers: {
    add: async (ctx, { item, quantity = 1 }) => {
      const lines = (await ctx.get("lines")) ?? [];
      const line = lines.find((l) => l.item === item);
      if (line) line.quantity += quantity;
      else lines.push({ item, quantity });
      ctx.set("lines", lines);
      return { cart: lines };
    },
    show: restate.handlers.object.shared(async (ctx) => ({ cart: (await ctx.get("lines")) ?? [] })),
  },
});

const clicks = restate.object({
  name: "Clicks",
  handlers: {
    click: async (ctx, event) => {
      const counts = (await ctx.get("counts")) ?? {};
      counts[event.action] = (counts[event.action] ?? 0) + 1;
      ctx.set("counts", counts);
    },
  },
});

await restate.serve({ services: [cart, clicks], port: Number(process.env.SERVICE_PORT) });

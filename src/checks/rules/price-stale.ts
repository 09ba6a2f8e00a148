import { defineRule } from "./rule.js";

export default defineRule({
  rule: "price/stale",
  look({ price }, { config, today }) {
    if (!price?.as_of || config.max_age_days === null) return null;
    const days = Math.round((Date.parse(today) - Date.parse(price.as_of)) / 86_400_000);
    return days > config.max_age_days
      ? { message: `the price is of ${price.as_of}, ${days} days old`, help: "add your own under prices.rates" }
      : null;
  },
});

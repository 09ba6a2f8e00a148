import { declared } from "../model/known.js";
import { countOf, defineProgram } from "./program.js";

/** `-np 8 -H node1:4,node2:4`; without hosts all ranks run here, one a device. */
export default defineProgram({
  names: ["horovodrun"],
  valued: [
    "-np",
    "--num-proc",
    "-H",
    "--hosts",
    "-hostfile",
    "--hostfile",
    "-p",
    "--ssh-port",
    "--min-np",
    "--max-np",
    "--host-discovery-script",
    "--slots-per-host",
    "--network-interface",
    "--fusion-threshold-mb",
    "--cycle-time-ms",
    "--start-timeout",
    "--output-filename",
    "--log-level",
    "--timeline-filename",
    "--config-file",
  ],
  together(flags) {
    const ranks = countOf(flags, "np", "num_proc");
    const hosts = (flags.get("H") ?? flags.get("hosts"))?.values[0];
    const elsewhere = ["hostfile", "host_discovery_script"].some((name) => flags.has(name));
    const slots = hosts && /^[^:,]+:(\d+)(?:,|$)/.exec(hosts.text)?.[1];
    if (!hosts) return ranks && !elsewhere ? { "resources.accelerators_per_node": ranks } : {};
    return {
      ...(slots && { "resources.accelerators_per_node": declared(Number(slots), hosts.at) }),
      "resources.nodes": declared(hosts.text.split(",").length, hosts.at),
    };
  },
});

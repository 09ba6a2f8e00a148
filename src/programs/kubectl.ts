import { defineProgram } from "./program.js";

/** `kubectl exec -it POD -- command`: what stands before the dashes is about the pod. */
export default defineProgram({
  names: ["kubectl", "oc", "kubectl.exe"],
  subcommands: [["exec"], ["run"]],
  valued: [],
  afterDashes: true,
});

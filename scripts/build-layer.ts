import { buildKernelLayer } from '#lib/constructs/kernel-layer';

/** Synthesising a stage that shares the kernel does this by itself; by hand it is for looking at. */
console.log(buildKernelLayer());

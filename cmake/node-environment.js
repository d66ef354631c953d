// Programs compiled for node see the shell's environment, as native ones do (CIFAR10_DIR, SQUASH_ISA).
Module['preRun'] = [() => Object.assign(ENV, process.env)];

using Coterie.Bench.Harness;
using Coterie.Bench.Locks;
using Coterie.Bench.Locks.Peers;
using Coterie.Bench.Memory;
using Coterie.Bench.Mutex;
using Coterie.Bench.Remote;
using Coterie.Bench.Simulator;
using Coterie.Bench.Soak;
using Coterie.Bench.Variables;

if (args is [MemberProcess.Argument, ..])
    return await MemberProcess.RunAsync(args);
return args is [MemoryProcess.Argument]
    ? MemoryProcess.Run()
    : Menu.Run(
        args,
        [KeptSuite.Suite, MutexBench.Suite, RemoteBench.Suite, SimulatorBench.Suite],
        [
            LockBench.Command(), IdleBench.Command(), MemoryBench.Command(), VariablesBench.Command(), MemoryOfRuns.Command(),
            SoakBench.Command(),
        ]);

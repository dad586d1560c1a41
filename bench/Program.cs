using Coterie.Bench.Engine;
using Coterie.Bench.Harness;
using Coterie.Bench.Memory;
using Coterie.Bench.Mutex;
using Coterie.Bench.Remote;

return args is [EchoProcess.Argument]
    ? EchoProcess.Run()
    : Menu.Run(args, [EngineBench.Suite, MutexBench.Suite, RemoteBench.Suite], [MemoryBench.Command()]);

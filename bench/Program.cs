using Coterie.Bench.Engine;
using Coterie.Bench.Harness;
using Coterie.Bench.Mutex;

return Menu.Run(args, [EngineBench.Suite, MutexBench.Suite]);

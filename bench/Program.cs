using Coterie.Bench.Engine;
using Coterie.Bench.Harness;

return Menu.Run(args, [EngineBench.Suite]);

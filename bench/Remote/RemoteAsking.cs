using System.Diagnostics;
using Akka.Actor;
using Coterie.Bench.Harness;

namespace Coterie.Bench.Remote;

/// <summary>Tasks that ask an actor of another process, one question at a time each.</summary>
internal sealed class RemoteAsking(EchoProcess process)
{
    private readonly ActorSystem _system = RemoteBench.StartSystem("asking");

    public async Task Ask(int askers, int asks, Latencies latencies)
    {
        var echo = await _system.ActorSelection(process.EchoPath).ResolveOne(TimeSpan.FromSeconds(30));
        await Task.WhenAll(Enumerable.Range(0, askers).Select(_ => Task.Run(async () =>
        {
            var times = new long[asks / askers];
            for (var i = 0; i < times.Length; i++)
            {
                var start = Stopwatch.GetTimestamp();
                await echo.Ask<string>("hi", TimeSpan.FromSeconds(30));
                times[i] = Stopwatch.GetTimestamp() - start;
            }
            latencies.Add(times);
        })));
    }

    public Task Stop() => _system.Terminate();
}

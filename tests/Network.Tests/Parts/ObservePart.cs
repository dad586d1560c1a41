using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using Coterie.Actors.Locks;
using Coterie.Actors.Variables;
using Coterie.Network.Tests.Linearizability;
using Coterie.Network.Tests.Variables;

namespace Coterie.Network.Tests.Parts;

/// <summary>
/// Watches all variables of a group, and checks that the versions that it is shown rise. It writes a <see cref="Sight"/> for
/// each. Of its input, <c>voting N</c> is answered by the same line as soon as the member with that index votes; at the end
/// of the input, when nobody writes any more, it waits until it was shown what the variables are.
/// </summary>
internal sealed class ObservePart
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);
    private readonly CoterieNode _node;
    private readonly ConcurrentDictionary<string, WatchEvent.Changed> _shown = [];

    private ObservePart(CoterieNode node) => _node = node;

    public static async Task RunAsync(CoterieOptions options, string[] names)
    {
        await using var node = await CoterieNode.StartAsync(options);
        using var end = new CancellationTokenSource();
        var part = new ObservePart(node);
        var watching = part.WatchAsync(end.Token);
        while (await Console.In.ReadLineAsync() is { } line)
        {
            await part.UntilVotingAsync(int.Parse(line.Split(' ')[1], CultureInfo.InvariantCulture));
            Console.Out.WriteLine(line);
        }
        foreach (var name in names)
            await part.CompareAsync(name, watching);
        await end.CancelAsync();
        await watching;
    }

    private async Task WatchAsync(CancellationToken end)
    {
        try
        {
            await foreach (var next in _node.WatchAsync("", isPrefix: true, end))
            {
                if (next is WatchEvent.Changed changed)
                    Show(changed);
            }
        }
        catch (OperationCanceledException)
        {
            // the end
        }
    }

    private void Show(WatchEvent.Changed next)
    {
        if (_shown.TryGetValue(next.Name, out var before) && next.Version <= before.Version)
            throw new InvalidOperationException($"The versions must rise, was [{next}] after [{before}].");
        _shown[next.Name] = next;
        Console.Out.WriteLine(new Sight(next.Name, next.Version, next.Value?.Number ?? 0, From: 0, HistoryRecorder.Now()));
    }

    private async Task UntilVotingAsync(int member)
    {
        var clock = Stopwatch.StartNew();
        while (true)
        {
            var state = await _node.InspectAsync(member, "-", TimeSpan.FromSeconds(1), CancellationToken.None);
            if (state is { IsVoting: true })
                return;
            if (clock.Elapsed > Patience)
            {
                var said = state is null ? "it does not answer" : "it does not vote yet";
                throw new TimeoutException(
                    $"{_node.Members[member]} must vote within {Patience}, but {said}. {_node.CheckHealth()}");
            }
            await Task.Delay(20);
        }
    }

    // Nobody writes any more.
    private async Task CompareAsync(string name, Task watching)
    {
        var state = await _node.Variable<long>(name).ReadStateAsync(Patience);
        var clock = Stopwatch.StartNew();
        while (_shown.GetValueOrDefault(name) is not { } shown || shown.Version != state.Version)
        {
            if (watching.IsFaulted)
                await watching;
            if (clock.Elapsed > Patience)
                throw new TimeoutException($"{name} must be shown as {state}, was [{_shown.GetValueOrDefault(name)}].");
            await Task.Delay(20);
        }
    }
}

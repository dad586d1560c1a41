using System.Globalization;
using Akka.Actor;
using Coterie.Actors.Nodes;
using Coterie.Lab.Running;
using Coterie.Lab.Runs;
using Coterie.Protocols.Kernel;

namespace Coterie.Host.Simulate;

/// <summary>Says how the nodes of a run come and go, with a line for each event.</summary>
/// <param name="isFirst">Whether this is the run's first node, which the others join.</param>
/// <param name="write">Writes a line.</param>
internal sealed class NetworkLines(bool isFirst, Action<string> write) : IRunWatcher
{
    public void Waiting(Address own, int missing) =>
        write(
            $"Listening on {Node.Text(own)}, waiting for {missing} more {(missing == 1 ? "node" : "nodes")}: coterie join "
            + $"{Node.Text(own)}");

    public void Looking(Address first, TimeSpan patience) =>
        write(string.Create(
            CultureInfo.InvariantCulture, $"Looking for the run at {Node.Text(first)}, for up to {patience.TotalSeconds:0} s"));

    public void Joined(int node, int nodes, Address peer) =>
        write(isFirst
            ? $"Node {node} of {nodes} joined: {Node.Text(peer)}"
            : $"Joined {Node.Text(peer)} as node {node} of {nodes}");

    /// <summary>Gets the protocol as soon as it is known what runs; null for none.</summary>
    public Action<Protocol>? Protocol { get; init; }

    public void Runs(Protocol protocol) => Protocol?.Invoke(protocol);

    public void Began(int first, int count) =>
        write($"The run begins; here {(count == 1 ? "is process" : "are processes")} {Numbers(first, count)}");

    public void Left(int node, Address peer) => write($"Node {node} left before the run began: {Node.Text(peer)}");

    public void Silent(int node, Address peer, TimeSpan silence) => write(string.Create(
        CultureInfo.InvariantCulture,
        $"Node {node} ({Node.Text(peer)}) has been silent for {silence.TotalSeconds:0} s; if that goes on, it is given up"));

    public void Back(int node, Address peer) => write($"Node {node} ({Node.Text(peer)}) answers again");

    public void Lost(int node, Address peer, int first, int count) =>
        write(
            $"Node {node} ({Node.Text(peer)}) is lost, and {(count == 1 ? "process" : "processes")} {Numbers(first, count)} "
            + "with it");

    private static string Numbers(int first, int count) =>
        ProcessList.Numbers(Enumerable.Range(first, count).Select(id => new ProcessId(id)));
}

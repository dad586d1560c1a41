using Akka.Actor;
using Coterie.Nodes;
using Coterie.Simulation;

namespace Coterie.Host.Simulate;

/// <summary>Says, a sentence each, how the nodes of a run come and go.</summary>
/// <param name="isFirst">Whether this is the run's first node, to which the others come.</param>
/// <param name="write">Writes a line.</param>
internal sealed class NetworkLines(bool isFirst, Action<string> write) : IRunWatcher
{
    public void Waiting(Address own, int missing) =>
        write($"Listening on {Node.Text(own)}, waiting for {missing} more {(missing == 1 ? "node" : "nodes")}: coterie join {Node.Text(own)}");

    public void Joined(int node, int nodes, Address peer) =>
        write(isFirst ? $"Node {node} of {nodes} joined: {Node.Text(peer)}" : $"Joined {Node.Text(peer)} as node {node} of {nodes}");

    public void Began(int first, int count) =>
        write($"The run begins; here {(count == 1 ? $"is process {first}" : $"are processes {first} to {first + count - 1}")}");

    public void Left(int node, Address peer) => write($"Node {node} left before the run began: {Node.Text(peer)}");

    public void Lost(int node, Address peer, int first, int count) =>
        write($"Node {node} is lost, and processes {first} to {first + count - 1} with it: {Node.Text(peer)}");
}

using Coterie.Lab.Catalogue;
using Coterie.Lab.Exploring;
using Coterie.Protocols.Kernel;
using Coterie.Protocols.Mutex;
using Coterie.Protocols.Mutex.Algorithms;

namespace Coterie.Samples.Tests.Api;

/// <summary>The rules without a network, and the laboratory.</summary>
public sealed class ProtocolExamples
{
    [Fact]
    public void Carry_the_messages_of_two_processes_by_hand()
    {
        #region package-protocols
        ProcessId one = new(1), two = new(2);
        IMachine first = MutexAlgorithms.RicartAgrawala.Create(one, processes: 2);
        IMachine second = MutexAlgorithms.RicartAgrawala.Create(two, processes: 2);
        Outbox requests = new(), replies = new(), outcome = new();

        first.On(Input.Of(MutexProtocol.Enter.Instance), TimeSpan.Zero, requests);
        foreach (var effect in requests.Items)
            second.On(Input.Of(one, effect.Message!), TimeSpan.Zero, replies);
        foreach (var effect in replies.Items)
            first.On(Input.Of(two, effect.Message!), TimeSpan.Zero, outcome);
        Console.WriteLine(outcome.Items[0].Output); // Entered: the first process is in the critical section
        #endregion
        Assert.IsType<MutexProtocol.Entered>(outcome.Items[0].Output);
    }

    [Fact]
    public void Explore_every_state_of_two_processes()
    {
        #region package-lab
        var protocol = ProtocolCatalogue.Find("ricart-agrawala")!;
        var settings = new ExplorationSettings(protocol, Processes: 2, Requests: 1) { Loss = true };
        var explored = new Explorer(settings).Run();
        Console.WriteLine($"{explored.States} states, {explored.Ending}");
        Console.WriteLine(explored.Finding?.Text ?? "never two inside, no dead end, a way to the end from each state");
        #endregion
        Assert.Equal((ExplorationEnding.Complete, null), (explored.Ending, explored.Finding));
    }
}

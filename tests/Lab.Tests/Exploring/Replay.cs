using Coterie.Lab.Exploring;
using Coterie.Lab.Runs;
using Coterie.Protocols.Kernel;

namespace Coterie.Tests.Exploring;

/// <summary>
/// Repeats the steps of a finding with the machines of the protocol and a network that know nothing of the explorer. The
/// inputs are those of the finding; a judge checks what the machines do.
/// </summary>
internal sealed class Replay : IStepObserver
{
    private readonly ExplorationSettings _settings;
    private readonly RunJudge _judge;
    private readonly Process[] _processes;
    private readonly List<(ProcessId From, ProcessId To, IMessage Message)> _onTheWay = [];
    private int _steps;

    private Replay(ExplorationSettings settings)
    {
        _settings = settings;
        _judge = settings.Protocol.MakeJudge(settings.Processes);
        _processes = [.. Enumerable.Range(1, settings.Processes).Select(id => new Process(new ProcessId(id), this))];
        foreach (var process in _processes)
            process.Take(Input.Start);
    }

    /// <summary>The judgement of the run that consists of these steps.</summary>
    public static RunSummary Play(ExplorationSettings settings, Finding finding)
    {
        var replay = new Replay(settings);
        foreach (var happening in finding.Steps)
            replay.Take(happening);
        return replay._judge.Finish(null);
    }

    void IStepObserver.Observe(in Step step) => _judge.On(TimeSpan.FromMilliseconds(++_steps), step);

    private void Take(Happening happening)
    {
        if (happening.Step is not { } step)
        {
            var drop = (Fault.Drop)happening.Fault!;
            TakeAway((drop.From, drop.To, drop.Message), happening);
            return;
        }
        // A kept message comes back by itself.
        if (step.Input.IsReturned)
            return;
        if (step.Input.Message is { } message)
        {
            var sent = (step.Input.From, step.Process, message);
            TakeAway(sent, happening);
            if (happening.Fault is Fault.Duplicate)
                _onTheWay.Add(sent);
        }
        _processes[step.Process.Value - 1].Take(step.Input);
    }

    private void TakeAway((ProcessId From, ProcessId To, IMessage Message) sent, Happening happening) =>
        Assert.True(_onTheWay.Remove(sent), $"{StepSentence.Of(_settings.Protocol.Words, happening)}: not on the way");

    private sealed class Process : IHost
    {
        private readonly ProcessId _self;
        private readonly Replay _replay;
        private readonly Driver _driver;
        private readonly MessageStash _stash = new();

        public Process(ProcessId self, Replay replay)
        {
            (_self, _replay) = (self, replay);
            var setup = new MachineSetup(self, replay._settings.Processes, TimeSpan.FromSeconds(1));
            _driver = new Driver(self, replay._settings.Protocol.Create(setup), new Outbox(), replay, this);
        }

        public void Take(Input input)
        {
            _driver.Take(input, TimeSpan.Zero);
            while (_stash.TryReturn(out var returned))
                _driver.Take(returned, TimeSpan.Zero);
        }

        void IHost.Send(ReadOnlySpan<Effect> sends)
        {
            foreach (ref readonly var send in sends)
                _replay._onTheWay.Add((_self, send.To, send.Message!));
        }

        void IHost.Tell(IOutput output)
        {
        }

        void IHost.Set(TimerId timer, TimeSpan after)
        {
        }

        void IHost.Cancel(TimerId timer)
        {
        }

        void IHost.Store(IRecord record)
        {
        }

        void IHost.Watch(ProcessId process)
        {
        }

        void IHost.Unwatch(ProcessId process)
        {
        }

        void IHost.Keep(int queue, in Input message) => _stash.Keep(queue, message);

        void IHost.LetIn(int queue, int count) => _stash.LetIn(queue, count);

        void IHost.Compact(int queue, IReadOnlyList<bool> stays) => _stash.Compact(queue, stays);
    }
}

using Coterie.Actors.Locks;
using Coterie.Actors.Variables;
using Coterie.Lab.Memory.Linearizability;
using Coterie.Network.Tests.Linearizability;
using Coterie.Network.Tests.Variables;

namespace Coterie.Network.Tests.Parts;

/// <summary>
/// Clients that do all that can be done with replicated variables at the same time, and write what they see to the standard
/// output: a history, and each <see cref="Sight"/>. The end of the input ends them early. A variable without a value
/// counts as 0.
/// </summary>
internal sealed class OperatePart
{
    private const int NumbersOfPart = 100_000_000;
    private const int Step = 10; // between the values that are written, so that additions rarely make one of them

    private readonly CoterieNode _node;
    private readonly TimeSpan _patience;
    private readonly bool _isStale;
    private readonly HistoryRecorder _recorder = new(e => Console.Out.WriteLine(HistoryFile.Line(e)));
    private int _lastProcess;
    private int _lastValue;

    private OperatePart(CoterieNode node, int number, TimeSpan patience, bool isStale)
    {
        (_node, _patience, _isStale) = (node, patience, isStale);
        _lastProcess = _lastValue = number * NumbersOfPart;
    }

    /// <summary>Runs to the end.</summary>
    /// <param name="options">The group.</param>
    /// <param name="number">The number of this part, from 1 to 20; its processes and values are its own.</param>
    /// <param name="clients">How many clients share the node.</param>
    /// <param name="operations">How many operations each of them makes.</param>
    /// <param name="patience">How long each operation may take.</param>
    /// <param name="isStale">Whether reads are wrong on purpose: they tell what the node has seen last.</param>
    /// <param name="names">The variables.</param>
    public static async Task RunAsync(
        CoterieOptions options, int number, int clients, int operations, TimeSpan patience, bool isStale, string[] names)
    {
        var ended = Task.Run(Console.In.ReadToEnd);
        await using var node = await CoterieNode.StartAsync(options);
        var part = new OperatePart(node, number, patience, isStale);
        await Task.WhenAll(Enumerable.Range(0, clients).Select(number => Task.Run(async () =>
        {
            var client = new Client(part, new Random((part._lastProcess * clients) + number), names);
            for (var operation = 0; operation < operations && !ended.IsCompleted; operation++)
                await client.OperateAsync();
        })));
    }

    private sealed class Client(OperatePart part, Random random, string[] names)
    {
        private readonly Variable<long>[] _variables = [.. names.Select(name => part._node.Variable<long>(name))];
        private int _process = Interlocked.Increment(ref part._lastProcess);
        private long _called; // when the current operation began
        private long _seen; // the latest value

        public Task OperateAsync()
        {
            var variable = _variables[random.Next(_variables.Length)];
            return random.Next(20) switch
            {
                <= 6 when part._isStale => ReadAsync(
                    variable, () => ValueTask.FromResult(variable.ReadStale()?.State ?? default)),
                <= 4 => ReadAsync(variable),
                <= 6 => ReadAsync(variable, () => variable.ReadCachedAsync(part._patience)),
                <= 9 => WriteAsync(variable),
                <= 12 => CompareAndSetAsync(variable, _seen, NextValue()),
                13 => CompareAndSetAsync(variable, Math.Max(1, _seen), 0),
                14 => DeleteAsync(variable),
                15 => UpdateAsync(variable),
                <= 18 => AddAsync(variable),
                _ => HoldAsync(variable.Name),
            };
        }

        private async Task HoldAsync(string name)
        {
            try
            {
                await using var held = await part._node.AcquireAsync(name, part._patience);
                var variable = held.Variable<long>();
                await ReadAsync(variable);
                await WriteAsync(variable);
                await AddAsync(variable);
                await ReadAsync(variable);
            }
            catch (TimeoutException)
            {
                // Too few members answer, or too many others wait.
            }
        }

        private Task ReadAsync(VariableAccess<long> variable) =>
            ReadAsync(variable, () => variable.ReadStateAsync(part._patience));

        private Task ReadAsync(VariableAccess<long> variable, Func<ValueTask<VariableState<long>>> read) => CallAsync(
            variable,
            () => new Effect(Function.Read, 0),
            async () => new Effect(Function.Read, Seen(variable, await read())));

        private Task WriteAsync(VariableAccess<long> variable)
        {
            var effect = new Effect(Function.Write, NextValue());
            return CallAsync(variable, () => effect, async () =>
            {
                await variable.WriteAsync(effect.Value, part._patience);
                return effect;
            });
        }

        private Task DeleteAsync(VariableAccess<long> variable)
        {
            var effect = new Effect(Function.Write, 0);
            return CallAsync(variable, () => effect, async () =>
            {
                await variable.DeleteAsync(part._patience);
                return effect;
            });
        }

        private Task AddAsync(VariableAccess<long> variable) => CallAsync(
            variable,
            () => new Effect(Function.Add, 1),
            async () =>
            {
                var sum = (int)await variable.IncrementAsync(1, part._patience);
                return new Effect(Function.Cas, sum, sum - 1);
            });

        private Task UpdateAsync(Variable<long> variable)
        {
            var effect = new Effect(Function.Read, 0); // as long as nothing was to be changed
            return CallAsync(variable, () => effect, async () =>
            {
                var state = await variable.UpdateAsync(
                    found =>
                    {
                        effect = new Effect(Function.Cas, NextValue(), (int)found.Value);
                        return effect.Value;
                    },
                    part._patience);
                Seen(variable, state);
                return effect;
            });
        }

        private Task CompareAndSetAsync(VariableAccess<long> variable, long expected, int value)
        {
            var effect = new Effect(Function.Cas, value, (int)expected);
            return CallAsync(variable, () => effect, async () =>
            {
                var result = await ((expected, value) switch
                {
                    (0, _) => variable.CreateAsync(value, part._patience),
                    (_, 0) => variable.CompareAndDeleteAsync(expected, part._patience),
                    _ => variable.CompareAndSetAsync(expected, value, part._patience),
                });
                var now = Seen(variable, result.State);
                return result.IsSet ? effect : new Effect(Function.Read, now);
            });
        }

        private async Task CallAsync(VariableAccess<long> variable, Func<Effect> unknown, Func<Task<Effect>> call)
        {
            _called = HistoryRecorder.Now();
            var type = await part._recorder.CallAsync(_process, variable.Name, async () =>
            {
                try
                {
                    return (EventType.Ok, await call());
                }
                catch (TimeoutException)
                {
                    return (EventType.Fail, unknown());
                }
                catch (OutcomeUnknownException)
                {
                    return (EventType.Info, unknown());
                }
            });
            if (type == EventType.Info)
                _process = Interlocked.Increment(ref part._lastProcess);
        }

        private int Seen(VariableAccess<long> variable, VariableState<long> state)
        {
            Console.Out.WriteLine(new Sight(variable.Name, state.Version, state.Value, _called, HistoryRecorder.Now()));
            _seen = state.Value;
            return (int)state.Value;
        }

        private int NextValue() => Interlocked.Add(ref part._lastValue, Step);
    }
}

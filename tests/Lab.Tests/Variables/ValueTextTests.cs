using Coterie.Lab.Memory.Linearizability;
using Coterie.Lab.Variables;
using Coterie.Protocols.Kernel;
using Coterie.Protocols.Quorum;
using Coterie.Protocols.Variables;
using static Coterie.Lab.Memory.OperationLog;
using static Coterie.Protocols.Quorum.QuorumClientProtocol;
using static Coterie.Protocols.Variables.VariablesProtocol;
using Operation = Coterie.Protocols.Variables.Operation;

namespace Coterie.Tests.Variables;

/// <summary>What outputs say of values and operations is read back from their words.</summary>
public sealed class ValueTextTests
{
    private static readonly Timestamp At = new(1, new ProcessId(4));
    private static readonly VariableValue Five = VariableValue.Of(5);
    private static readonly StampedValue Value = new(new ValueStamp(7, 2), Payload.Of([1, 2]));

    [Fact]
    public void Stamps_of_what_is_told_and_taken()
    {
        Assert.Equal(Value.Stamp, ValueText.Told(new ValueStored(At, Value).Detail));
        Assert.Equal(Value.Stamp, ValueText.Told(new ValueRead(At, Value, IsSure: true).Detail));
        Assert.Equal(default(ValueStamp), ValueText.Told(new ValueRead(At, default, IsSure: true).Detail));
        Assert.Null(ValueText.Told(new ValueRead(At, Value, IsSure: false).Detail));
        Assert.Equal(Value.Stamp, ValueText.Taken(new Voter.ValueTaken("x", Value.Stamp).Detail));
    }

    [Fact]
    public void Effects_of_operations_whose_outcome_nobody_knows()
    {
        Assert.Null(EffectOf(new Operation.Read()));
        Assert.Equal(new Behaviour(Function.Write, 5), EffectOf(new Operation.Write(Five)));
        Assert.Equal(new Behaviour(Function.Write, 0), EffectOf(new Operation.Write(null)));
        Assert.Equal(new Behaviour(Function.Add, -3), EffectOf(new Operation.Add(-3)));
        Assert.Equal(new Behaviour(Function.Cas, 5, 0), EffectOf(new Operation.CompareAndSet(null, Five)));
        Assert.Equal(new Behaviour(Function.Cas, 0, 5), EffectOf(new Operation.CompareAndSet(Five, null)));
    }

    [Fact]
    public void What_operations_did()
    {
        Assert.Equal(new Behaviour(Function.Read, 5), Did(new Operation.Read(), new Outcome.Done(Five, 1)));
        Assert.Equal(new Behaviour(Function.Read, 0), Did(new Operation.Read(), new Outcome.Done(null, 0)));
        Assert.Equal(new Behaviour(Function.Write, 0), Did(new Operation.Write(null), new Outcome.Done(null, 0)));
        Assert.Equal(new Behaviour(Function.Cas, 5, 3), Did(new Operation.Add(2), new Outcome.Done(Five, 1)));
        var set = new Operation.CompareAndSet(VariableValue.Of(1), Five);
        Assert.Equal(new Behaviour(Function.Cas, 5, 1), Did(set, new Outcome.Done(Five, 1)));
        var create = new Operation.CompareAndSet(null, Five);
        Assert.Equal(new Behaviour(Function.Read, 5), Did(create, new Outcome.Mismatch(Five, 1)));
        Assert.Null(Did(new Operation.Write(Five), new Outcome.NotDone()));
        Assert.False(ValueText.TryDid("write 5", Words(new Outcome.Unknown()), out _));
    }

    [Theory]
    [InlineData("")]
    [InlineData("stored")]
    [InlineData("stored 00 at")]
    [InlineData("stored 00 at 7")]
    [InlineData("stored 00 at 7+x")]
    [InlineData("stored 00 at -7+1")]
    [InlineData("read 00 at 99999999999999999999+1")]
    [InlineData("has the value at 1+")]
    [InlineData("begins:")]
    [InlineData("ends:")]
    public void Words_that_say_nothing_are_nothing(string words)
    {
        Assert.Null(ValueText.Told(words));
        Assert.Null(ValueText.Taken(words));
        Assert.Null(ValueText.Begun(words));
        Assert.Null(ValueText.Ended(words));
    }

    [Theory]
    [InlineData("")]
    [InlineData("write")]
    [InlineData("write x")]
    [InlineData("add 99999999999")]
    [InlineData("compare with 1, set")]
    [InlineData("compare with x, set 1")]
    public void Words_of_no_operation_have_no_effect_and_no_known_result(string operation)
    {
        Assert.Null(ValueText.EffectOf(operation));
        Assert.False(ValueText.TryDid("read", operation, out _));
    }

    private static string Words(Outcome outcome) => ValueText.Ended(new Operated(At, outcome).Detail)!;

    private static Behaviour? EffectOf(Operation operation) =>
        ValueText.EffectOf(ValueText.Begun(new Begun(At, "x", operation).Detail)!);

    private static Behaviour? Did(Operation operation, Outcome outcome)
    {
        Assert.True(ValueText.TryDid(ValueText.Begun(new Begun(At, "x", operation).Detail)!, Words(outcome), out var did));
        return did;
    }
}

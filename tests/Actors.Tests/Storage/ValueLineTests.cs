using Coterie.Actors.Storage;
using Coterie.Protocols.Quorum;
using Coterie.Protocols.Variables;

namespace Coterie.Tests.Storage;

/// <summary>A value as a line of <c>coterie data export</c>.</summary>
public sealed class ValueLineTests
{
    [Fact]
    public void A_value_is_written_with_its_type()
    {
        Assert.Equal("""{"name":"a \"","token":7,"count":2,"type":"long","value":-5}""", Line(VariableValue.Of(-5), "a \""));
        Assert.Equal("""{"name":"x","token":7,"count":2,"type":"string","value":"ä\n"}""", Line(VariableValue.Of("ä\n")));
        AssertValue(ValueKind.FloatingPoint, BitConverter.GetBytes(0.5), "\"double\",\"value\":0.5");
        AssertValue(ValueKind.FloatingPoint, BitConverter.GetBytes(double.NaN), "\"double\",\"value\":\"NaN\"");
        AssertValue(ValueKind.Boolean, [1], "\"bool\",\"value\":true");
        AssertValue(ValueKind.Bytes, [1, 2], "\"bytes\",\"value\":\"AQI=\"");
        AssertValue(ValueKind.Json, "{\"a\": [1]}"u8, "\"json\",\"value\":{\"a\": [1]}");
        AssertValue(ValueKind.Json, "{"u8, "\"bytes\",\"value\":\"ew==\"");
    }

    [Fact]
    public void A_value_that_was_deleted_is_none_and_other_bytes_are_unknown()
    {
        Assert.EndsWith("\"type\":\"none\",\"value\":null}", Line((VariableValue?)null), StringComparison.Ordinal);
        Assert.EndsWith("\"type\":\"none\",\"value\":null}", Line((Payload?)null), StringComparison.Ordinal);
        Assert.EndsWith("\"type\":\"unknown\",\"value\":\"CQ==\"}", Line(Payload.Of([9])), StringComparison.Ordinal);
    }

    private static void AssertValue(ValueKind kind, ReadOnlySpan<byte> bytes, string end) => Assert.Equal(
        $$"""{"name":"x","token":7,"count":2,"type":{{end}}}""", Line(VariableValue.Of(kind, bytes)));

    private static string Line(VariableValue? value, string name = "x") =>
        Line(new VariableContent(value, 1, [new Applied(new OperationId(new SessionId(1), 1), 0)]).ToPayload(), name);

    private static string Line(Payload? stored, string name = "x") =>
        ValueLine.Of(new ValueKept(name, new StampedValue(new ValueStamp(7, 2), stored)));
}

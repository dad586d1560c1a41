using Coterie.Lab.Virtual;

namespace Coterie.Tests.Virtual;

public sealed class FaultNotationTests
{
    [Theory]
    [InlineData("3@2s..3s", "3@2s..3s")]
    [InlineData("12@0..500ms", "12@0..500ms")]
    [InlineData("1@2h..20h", "1@7200s..72000s")]
    public void A_pause_is_read_and_written(string text, string written) =>
        Assert.Equal(written, FaultNotation.TryParsePause(text)?.ToString());

    [Theory]
    [InlineData("1,2|3@2s..4s", "1,2|3@2s..4s")]
    [InlineData("1..5,7|6@2s..4s", "1..5,7|6@2s..4s")]
    [InlineData("3@2s..4s", "3@2s..4s")]
    public void A_partition_is_read_and_written(string text, string written) =>
        Assert.Equal(written, FaultNotation.TryParsePartition(text)?.ToString());

    [Fact]
    public void A_crash_and_a_restart_are_read_and_written()
    {
        Assert.Equal("3@5s", FaultNotation.TryParseCrash("3@5s")?.ToString());
        Assert.Equal("3@7.5s", FaultNotation.TryParseRestart("3@7500ms")?.ToString());
    }

    [Fact]
    public void A_withdrawal_is_read_and_written()
    {
        Assert.Equal("3@9.5ms", FaultNotation.TryParseWithdrawal("3@9500us")?.ToString());
        Assert.Null(FaultNotation.TryParseWithdrawal("3@1s..2s"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("3")]
    [InlineData("3@")]
    [InlineData("@2s..3s")]
    [InlineData("0@2s..3s")]
    [InlineData("10001@2s..3s")]
    [InlineData("x@2s..3s")]
    [InlineData("3@2s")]
    [InlineData("3@3s..2s")]
    [InlineData("3@2s..3s@4s")]
    [InlineData("3@1s..25h")]
    public void What_is_no_pause_is_not_read(string text) => Assert.Null(FaultNotation.TryParsePause(text));

    [Theory]
    [InlineData("1|2@2s")]
    [InlineData("1||2@2s..3s")]
    [InlineData("|1@2s..3s")]
    [InlineData("5..1@2s..3s")]
    [InlineData("1..2..3@2s..3s")]
    public void What_is_no_partition_is_not_read(string text) => Assert.Null(FaultNotation.TryParsePartition(text));

    [Theory]
    [InlineData("3@5s..6s")]
    [InlineData("1,2@5s")]
    [InlineData("3")]
    public void What_is_no_moment_is_not_read(string text) => Assert.Null(FaultNotation.TryParseCrash(text));
}

using Coterie.Lab.Virtual;
using Coterie.Protocols.Kernel;
using static Coterie.Tests.Virtual.Scenario;

namespace Coterie.Tests.Virtual;

/// <summary>A process withdraws at the planned time if it waits then; otherwise nothing happens.</summary>
public sealed class WithdrawalTests
{
    // Both ask at 1 s. Process 1 is inside from 1.002 s to 3.002 s.
    private static readonly VirtualSettings Two = Of(2, 10, "1s", "2s", requests: 1);

    [Fact]
    public void A_process_that_waits_withdraws_at_the_time_that_is_planned()
    {
        var (summary, steps) = Play(Withdrawing(Two, "2@2s"));
        Assert.Equal((true, 1, 1), (summary.IsGood, summary.Entries, summary.Withdrawn));
        Assert.StartsWith("20000000 ", steps.With("p2 Withdraw").Single(), StringComparison.Ordinal);
    }

    [Fact]
    public void Afterwards_it_makes_its_next_request_and_gets_in()
    {
        var summary = Play(Withdrawing(Two with { Requests = 2 }, "2@2s")).Summary;
        Assert.Equal((true, 3, 1), (summary.IsGood, summary.Entries, summary.Withdrawn));
    }

    [Theory]
    [InlineData("1@2s")] // is inside
    [InlineData("1@500ms")] // thinks
    [InlineData("2@9s")] // is done
    public void A_process_that_does_not_wait_goes_on_as_before(string withdrawal)
    {
        var (summary, steps) = Play(Withdrawing(Two, withdrawal));
        Assert.Equal((2, 0), (summary.Entries, summary.Withdrawn));
        Assert.Equal(Play(Two).Steps.Lines, steps.Lines);
    }

    [Fact]
    public void A_process_that_is_paused_withdraws_when_it_goes_on()
    {
        var paused = Two with { Faults = [new PlannedFault.Pause(new ProcessId(2), Seconds(1.5), Seconds(2.5))] };
        var (summary, steps) = Play(Withdrawing(paused, "2@2s"));
        Assert.Equal(1, summary.Withdrawn);
        Assert.StartsWith("25000000 ", steps.With("p2 Withdraw").Single(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_process_that_has_crashed_does_not_withdraw()
    {
        var crashed = Two with { Faults = [new PlannedFault.Crash(new ProcessId(2), Seconds(1.5))] };
        Assert.Empty(Play(Withdrawing(crashed, "2@2s")).Steps.With("p2 Withdraw"));
    }

    private static VirtualSettings Withdrawing(VirtualSettings settings, string withdrawal) =>
        settings with { Withdrawals = [FaultNotation.TryParseWithdrawal(withdrawal)!] };
}

using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using static Coterie.Hosting.Tests.Application;

namespace Coterie.Hosting.Tests;

/// <summary>Healthy while a majority answers; the others are named.</summary>
public sealed class HealthTests
{
    [Fact]
    public async Task A_member_alone_is_healthy()
    {
        await using var application = await StartAsync(_ => { }, WithCheck);
        var health = await ReportAsync(application, health => health.Status == HealthStatus.Healthy);
        Assert.Equal("1 of 1 member answers, 1 must.", health.Description);
        Assert.Equal([new("this process", "answers")], health.Data);
    }

    [Fact]
    public async Task With_a_majority_it_is_healthy_and_names_the_silent_members()
    {
        var addresses = FreePorts.TakeAddresses(3);
        await using var one = await MemberAsync(addresses, 0);
        await using var two = await MemberAsync(addresses, 1);
        var health = await ReportAsync(one, health => health.Status == HealthStatus.Healthy);
        Assert.Equal($"{addresses[2]} does not answer. 2 of 3 members answer, 2 must.", health.Description);
        Assert.Equal("answers", health.Data[addresses[0]]);
        Assert.Equal("answers", health.Data[addresses[1]]);
        Assert.Equal("does not answer", health.Data[addresses[2]]);
    }

    [Fact]
    public async Task Without_a_majority_it_is_unhealthy_and_names_the_silent_members()
    {
        var addresses = FreePorts.TakeAddresses(3);
        await using var application = await MemberAsync(addresses, 1);
        var health = await ReportAsync(application, health => health.Data[addresses[1]] is "answers");
        Assert.Equal(HealthStatus.Unhealthy, health.Status);
        var silent = application.Coterie.Members.Where(member => member != addresses[1]);
        Assert.Equal($"{string.Join(" and ", silent)} do not answer. 1 of 3 members answers, 2 must.", health.Description);
    }

    [Fact]
    public async Task A_member_that_was_given_another_list_is_named_with_its_reason()
    {
        var addresses = FreePorts.TakeAddresses(2);
        await using var application = await StartAsync(
            options => (options.Listen, options.Members) = (addresses[0], addresses), WithCheck);
        await using var other = await StartAsync(
            options => (options.Listen, options.Members) = (addresses[1], [addresses[1]]), WithCheck);
        var health = await ReportAsync(
            application, health => health.Description!.Contains("another group", StringComparison.Ordinal));
        Assert.Equal(HealthStatus.Unhealthy, health.Status);
        Assert.StartsWith(
            $"{addresses[1]} belongs to another group: {addresses[1]}, with a lease of 5 s; this one is: ",
            $"{health.Data[addresses[1]]}",
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task Before_the_start_it_is_what_was_chosen_for_failures()
    {
        await using var application = Make(builder =>
        {
            builder.Services.AddCoterie();
            builder.Services.AddHealthChecks().AddCoterie("locks", HealthStatus.Degraded, ["ready"]);
        });
        var report = await application.Host.Services.GetRequiredService<HealthCheckService>()
            .CheckHealthAsync(check => check.Tags.Contains("ready"));
        var health = report.Entries["locks"];
        Assert.Equal((HealthStatus.Degraded, "Coterie is starting."), (health.Status, health.Description));
    }

    private static Task<Application> MemberAsync(List<string> addresses, int index) => StartAsync(
        options => (options.Listen, options.Members) = (addresses[index], addresses), WithCheck);

    private static void WithCheck(IServiceCollection services) => services.AddHealthChecks().AddCoterie();

    // Members are asked in between, so that this does not turn without a pause.
    private static async Task<HealthReportEntry> ReportAsync(Application application, Func<HealthReportEntry, bool> isReached)
    {
        using var limit = new CancellationTokenSource(Patience);
        while (true)
        {
            var report = await application.Host.Services.GetRequiredService<HealthCheckService>().CheckHealthAsync(limit.Token);
            if (isReached(report.Entries["coterie"]))
                return report.Entries["coterie"];
            await application.Coterie.LookAsync("a", TimeSpan.FromMilliseconds(50), limit.Token);
        }
    }
}

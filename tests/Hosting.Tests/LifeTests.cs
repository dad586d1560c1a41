using Coterie.Actors.Locks;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using static Coterie.Hosting.Tests.Application;

namespace Coterie.Hosting.Tests;

/// <summary>How the node lives with the application: its start, its end, its log and its clock.</summary>
public sealed class LifeTests
{
    [Fact]
    public async Task Other_services_may_lock_from_their_first_moment_to_their_last()
    {
        var tokens = new List<long>();
        await using (await StartAsync(builder =>
        {
            builder.Services.AddHostedService(services => new Locker(services.GetRequiredService<ICoterie>(), tokens));
            builder.Services.AddCoterie(); // after the service that uses it
        }))
        {
            Assert.Single(tokens);
        }
        Assert.Equal(2, tokens.Count);
        Assert.True(tokens[1] > tokens[0]);
    }

    [Fact]
    public async Task Calls_wait_for_the_start()
    {
        var application = Make(builder => builder.Services.AddCoterie());
        var waiting = application.Coterie.AcquireAsync("a", Patience).AsTask();
        var tried = application.Coterie.TryAcquireAsync("b", Patience).AsTask();
        var seen = application.Coterie.LookAsync(null, Patience);
        Assert.False(waiting.IsCompleted || tried.IsCompleted || seen.IsCompleted);
        await application.Host.StartAsync();
        await using (application)
        {
            using var held = await waiting.WaitAsync(Patience);
            using var other = await tried.WaitAsync(Patience);
            Assert.True(held.IsHeld);
            Assert.True(other!.IsHeld);
            Assert.True((await seen.WaitAsync(Patience)).HasMajority);
        }
    }

    [Fact]
    public async Task Waiting_for_the_start_ends_with_the_time_and_the_token()
    {
        var time = new FakeTimeProvider();
        var application = Make(builder => builder.Services.AddSingleton<TimeProvider>(time).AddCoterie());
        var coterie = application.Coterie;
        Assert.Null(await coterie.TryAcquireAsync("a").AsTask().WaitAsync(Patience));
        var waiting = coterie.AcquireAsync("a", TimeSpan.FromSeconds(1)).AsTask();
        var looking = coterie.LookAsync(null, TimeSpan.FromSeconds(1));
        using var cancellation = new CancellationTokenSource();
        var cancelled = coterie.TryAcquireAsync("a", Timeout.InfiniteTimeSpan, cancellation.Token).AsTask();
        time.Advance(TimeSpan.FromSeconds(1));
        var late = await Assert.ThrowsAsync<TimeoutException>(() => waiting.WaitAsync(Patience));
        Assert.Equal("a could not be locked in time. Coterie is starting.", late.Message);
        Assert.False((await looking.WaitAsync(Patience)).HasMajority);
        Assert.False(coterie.CheckHealth().HasMajority);
        await cancellation.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => cancelled.WaitAsync(Patience));
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(
            async () => await coterie.AcquireAsync("a", TimeSpan.FromSeconds(-2)));
        var last = coterie.AcquireAsync("a", Timeout.InfiniteTimeSpan).AsTask();
        application.Host.Dispose();
        await Assert.ThrowsAsync<ObjectDisposedException>(() => last.WaitAsync(Patience));
    }

    [Fact]
    public async Task A_process_that_leaves_gives_its_locks_back_at_once()
    {
        var addresses = FreePorts.TakeAddresses(1);
        await using var member = await StartAsync(options =>
            (options.Listen, options.Members, options.Lease) = (addresses[0], addresses, TimeSpan.FromHours(1)));
        var (one, two) = (await ClientAsync(), await ClientAsync());
        await using (two)
        {
            using var held = await one.Coterie.AcquireAsync("a", Patience);
            using var kept = await one.Coterie.AcquireAsync("b", Patience);
            kept.Dispose(); // its votes are kept
            var waiting = two.Coterie.AcquireAsync("a", Timeout.InfiniteTimeSpan).AsTask();
            Assert.False(waiting.IsCompleted);
            await one.DisposeAsync();
            using var next = await waiting.WaitAsync(Patience); // a lease is an hour
            Assert.True(next.Token > held.Token);
            using var other = await two.Coterie.AcquireAsync("b", Patience);
            await Assert.ThrowsAsync<ObjectDisposedException>(async () => await one.Coterie.AcquireAsync("a", Patience));
        }

        Task<Application> ClientAsync() =>
            StartAsync(options => (options.Members, options.Lease) = (addresses, TimeSpan.FromHours(1)));
    }

    [Fact]
    public async Task An_application_that_is_disposed_without_a_stop_leaves_as_well()
    {
        var addresses = FreePorts.TakeAddresses(1);
        var application = await StartAsync(options => (options.Listen, options.Members) = (addresses[0], addresses));
        using var held = await application.Coterie.AcquireAsync("a", Patience);
        application.Host.Dispose();
        Assert.False(held.IsHeld);
        await using var again = await StartAsync(options => (options.Listen, options.Members) = (addresses[0], addresses));
    }

    [Fact]
    public async Task The_clock_is_that_of_the_application()
    {
        var time = new FakeTimeProvider();
        await using var application = await StartAsync(
            options => options.Lease = TimeSpan.FromHours(1), services => services.AddSingleton<TimeProvider>(time));
        using var held = await application.Coterie.AcquireAsync("a", Patience);
        Assert.Equal(time.GetUtcNow() + TimeSpan.FromHours(1), held.Deadline);
        var waiting = application.Coterie.TryAcquireAsync("a", TimeSpan.FromMinutes(15)).AsTask();
        Assert.False(waiting.IsCompleted);
        time.Advance(TimeSpan.FromMinutes(15));
        Assert.Null(await waiting.WaitAsync(Patience));
    }

    [Fact]
    public async Task What_the_node_logs_goes_to_the_log_of_the_application()
    {
        var addresses = FreePorts.TakeAddresses(2);
        var application = await StartAsync(options => (options.Listen, options.Members) = (addresses[0], addresses));
        var listens = await application.Log.NextAsync(record => record.Text.StartsWith("Listens on", StringComparison.Ordinal));
        Assert.Equal(("Coterie", LogLevel.Information), (listens.Category, listens.Level));
        var even = await application.Log.NextAsync(record => record.Level == LogLevel.Warning);
        Assert.Equal("Coterie", even.Category);
        Assert.Equal(
            "The group has 2 members: 1 would bear the loss of as many. An odd number is best.", even.Text);
        await application.DisposeAsync();
        Assert.Single(
            application.Log.Rest(), record => record.Text == "This process has left the group; its locks are given back.");
    }

    [Fact]
    public async Task Hocon_files_set_what_the_options_do_not_have()
    {
        var file = Path.GetTempFileName();
        try
        {
            await File.WriteAllTextAsync(file, "coterie.node.most-connections = 17\n");
            var addresses = FreePorts.TakeAddresses(1);
            await using var application = await StartAsync(
                options => (options.Listen, options.Members, options.ConfigFiles) = (addresses[0], addresses, [file]));
            var listens = await application.Log.NextAsync(
                record => record.Text.StartsWith("Listens on", StringComparison.Ordinal));
            Assert.Equal($"Listens on {addresses[0]}, for up to 17 connections.", listens.Text);
        }
        finally
        {
            File.Delete(file);
        }
    }

    private sealed class Locker(ICoterie coterie, List<long> tokens) : IHostedService
    {
        public Task StartAsync(CancellationToken cancellationToken) => LockAsync();

        public Task StopAsync(CancellationToken cancellationToken) => LockAsync();

        private async Task LockAsync()
        {
            await using var held = await coterie.AcquireAsync("a", Patience);
            tokens.Add(held.Token);
        }
    }
}

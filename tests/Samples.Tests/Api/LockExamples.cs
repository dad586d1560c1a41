using System.Diagnostics.Metrics;
using Coterie.Actors.Configuration;
using Coterie.Actors.Locks;
using Coterie.Protocols.Quorum;

namespace Coterie.Samples.Tests.Api;

/// <summary>The lock, by task.</summary>
public sealed class LockExamples
{
    [Fact]
    public async Task Take_a_lock_and_hand_its_token_on()
    {
        #region package-lock
        // Without options the group is this process alone. With three machines, in each of them:
        // new CoterieOptions { Listen = "10.0.0.1:4053", Members = ["10.0.0.1:4053", "10.0.0.2:4053", "10.0.0.3:4053"] }
        await using var coterie = await CoterieNode.StartAsync(new CoterieOptions());

        await using (var held = await coterie.AcquireAsync("orders/42", TimeSpan.FromSeconds(30)))
        {
            // Token rises from holder to holder, so that a store can refuse a holder that is too late.
            // Lost is cancelled before anybody else can get the lock.
            await ChargeAsync(order: 42, held.Token, held.Lost);
        }
        #endregion
    }

    [Fact]
    public async Task Take_part_in_a_group()
    {
        #region options
        string[] members = ["127.0.0.1:4053", "127.0.0.2:4053", "127.0.0.3:4053"];
        var member = new CoterieOptions { Listen = members[0], Members = members };
        var client = new CoterieOptions { Members = members, Holder = "shop, on web-7", Lease = TimeSpan.FromSeconds(10) };
        #endregion
        Assert.NotEqual(member, client);

        #region options-errors
        try
        {
            await CoterieNode.StartAsync(new CoterieOptions { Listen = "nowhere:x", Lease = TimeSpan.Zero });
        }
        catch (SettingsException errors)
        {
            Console.Error.WriteLine(errors.Message); // a line for Listen, and a line for Lease
        }
        #endregion
    }

    [Fact]
    public async Task Wait_as_long_as_you_like()
    {
        await using var coterie = await CoterieNode.StartAsync(new CoterieOptions());
        using var stopping = new CancellationTokenSource();
        #region wait
        // At most half a minute. The exception says who holds the lock, and which members answer.
        await using (await coterie.AcquireAsync("report", TimeSpan.FromSeconds(30))) { }

        // Until the program stops.
        await using (await coterie.AcquireAsync("report", Timeout.InfiniteTimeSpan, stopping.Token)) { }
        #endregion
    }

    [Fact]
    public async Task Try_once()
    {
        await using var coterie = await CoterieNode.StartAsync(new CoterieOptions());
        #region try
        await using var held = await coterie.TryAcquireAsync("nightly");
        if (held is null)
            return; // somebody else is at it
        await RunNightlyJobAsync(held.Lost);
        #endregion
        Assert.True(held.IsHeld);
    }

    [Fact]
    public async Task Share_a_lock()
    {
        await using var coterie = await CoterieNode.StartAsync(new CoterieOptions());
        #region share
        // Any number of readers at the same time, and no writer beside them. A writer that waits goes before later readers.
        await using (await coterie.AcquireSharedAsync("catalogue", TimeSpan.FromSeconds(30)))
            await ReadCatalogueAsync();

        await using (await coterie.AcquireAsync("catalogue", TimeSpan.FromSeconds(30)))
            await WriteCatalogueAsync();
        #endregion
    }

    [Fact]
    public async Task Say_what_it_is_for()
    {
        await using var coterie = await CoterieNode.StartAsync(new CoterieOptions());
        #region purpose
        // coterie locks and LookAsync show the purpose, to those who wait.
        await using var held = await coterie.AcquireAsync(
            "warehouse", VoteMode.Exclusive, TimeSpan.FromSeconds(30), purpose: "stocktaking of aisle 7");
        #endregion
        Assert.True(held.IsHeld);
    }

    [Fact]
    public async Task Know_when_it_is_lost()
    {
        await using var coterie = await CoterieNode.StartAsync(new CoterieOptions());
        using var stopping = new CancellationTokenSource();
        #region lost
        await using var held = await coterie.AcquireAsync("report", TimeSpan.FromSeconds(30));
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(held.Lost, stopping.Token);
        try
        {
            await BuildReportAsync(stop.Token);
        }
        catch (OperationCanceledException) when (held.Lost.IsCancellationRequested)
        {
            Console.Error.WriteLine("The lock is lost: another process may be building the report now.");
        }
        #endregion
    }

    [Fact]
    public async Task Ask_whether_there_is_time()
    {
        await using var coterie = await CoterieNode.StartAsync(new CoterieOptions());
        #region remaining
        await using var held = await coterie.AcquireAsync("press", TimeSpan.FromSeconds(30));
        // A step that nothing can interrupt: begin it only if the lock surely lasts longer.
        if (held.Remaining > TimeSpan.FromSeconds(3))
            PrintOnePage();
        #endregion
    }

    [Fact]
    public async Task Let_the_store_check_the_token()
    {
        await using var coterie = await CoterieNode.StartAsync(new CoterieOptions());
        var account = new Store();
        #region token
        await using var held = await coterie.AcquireAsync("account/7", TimeSpan.FromSeconds(30));
        if (!account.TryWrite("balance = 90", held.Token))
            throw new InvalidOperationException("Somebody with a larger token was there: the lock was lost, nothing is written.");
        #endregion
        Assert.False(account.TryWrite("balance = 100", held.Token - 1));
    }

    [Fact]
    public async Task See_who_holds_a_lock_and_who_waits()
    {
        await using var coterie = await CoterieNode.StartAsync(new CoterieOptions());
        await using var held = await coterie.AcquireAsync("warehouse", TimeSpan.FromSeconds(30));
        #region look
        var view = await coterie.LookAsync("warehouse", limit: TimeSpan.FromSeconds(1));
        foreach (var claim in view.Locks.SelectMany(seen => seen.Claims))
        {
            var stands = claim.IsInside ? "is inside" : "waits";
            Console.WriteLine($"{claim.Holder} {stands} for {claim.Since.TotalSeconds:0} s: {claim.Purpose}");
            foreach (var missing in claim.Missing)
                Console.WriteLine($"  the vote of {missing.Member} is missing: {missing.Why}");
        }
        #endregion
        Assert.True(view.Locks.Single().Claims.Single().IsInside);
    }

    [Fact]
    public async Task See_whether_a_majority_answers()
    {
        await using var coterie = await CoterieNode.StartAsync(new CoterieOptions());
        await using (await coterie.AcquireAsync("any", TimeSpan.FromSeconds(30))) { } // a majority has answered
        #region health
        var health = coterie.CheckHealth(); // costs no message: what was seen within the last lease
        if (!health.HasMajority)
        {
            var silent = health.Members.Where(member => !member.Answers).Select(member => member.Address);
            Console.Error.WriteLine($"Nobody can get a lock: {string.Join(", ", silent)} do not answer.");
        }
        #endregion
        Assert.True(health.HasMajority);
    }

    [Fact]
    public async Task Read_the_meter()
    {
        await using var coterie = await CoterieNode.StartAsync(new CoterieOptions());
        var acquired = 0L;
        #region metrics
        using var listener = new MeterListener();
        listener.InstrumentPublished = (instrument, self) =>
        {
            if (instrument.Meter.Name == "Coterie" && instrument.Name == "coterie.lock.acquired")
                self.EnableMeasurementEvents(instrument);
        };
        listener.SetMeasurementEventCallback<long>((_, value, _, _) => Interlocked.Add(ref acquired, value));
        listener.Start();
        #endregion
        await using (await coterie.AcquireAsync("measured", TimeSpan.FromSeconds(30))) { }
        Assert.True(Interlocked.Read(ref acquired) > 0);
    }

    // Compiled and not run: the addresses are those of three machines.
    private static async Task TakePartOnThreeMachinesAsync()
    {
        #region three-machines
        string[] members = ["10.0.0.1:4053", "10.0.0.2:4053", "10.0.0.3:4053"];
        var options = new CoterieOptions { Listen = "10.0.0.1:4053", Members = members };
        await using var coterie = await CoterieNode.StartAsync(options);
        #endregion
    }

    private static Task ChargeAsync(int order, long token, CancellationToken lost)
    {
        Assert.True(order > 0 && token > 0 && !lost.IsCancellationRequested);
        return Task.CompletedTask;
    }

    private static Task RunNightlyJobAsync(CancellationToken lost) => Task.Delay(TimeSpan.Zero, lost);

    private static Task BuildReportAsync(CancellationToken stop) => Task.Delay(TimeSpan.Zero, stop);

    private static Task ReadCatalogueAsync() => Task.CompletedTask;

    private static Task WriteCatalogueAsync() => Task.CompletedTask;

    private static void PrintOnePage()
    {
    }

    private sealed class Store
    {
        private long _token;

        public bool TryWrite(string what, long token)
        {
            Assert.NotEmpty(what);
            if (token < _token)
                return false;
            _token = token;
            return true;
        }
    }
}

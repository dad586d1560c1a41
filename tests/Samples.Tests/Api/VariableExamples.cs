using System.Text.Json.Serialization;
using Coterie.Actors.Locks;
using Coterie.Actors.Variables;

namespace Coterie.Samples.Tests.Api;

/// <summary>Variables that the members keep together, by task.</summary>
public sealed class VariableExamples
{
    [Fact]
    public async Task Read_and_change_a_variable()
    {
        #region variables
        // Without options the group is this process alone. With three machines, in each of them:
        // new CoterieOptions { Listen = "10.0.0.1:4053", Members = ["10.0.0.1:4053", "10.0.0.2:4053", "10.0.0.3:4053"] }
        await using var coterie = await CoterieNode.StartAsync(new CoterieOptions());

        var visits = coterie.Variable<long>("visits");
        long sum = await visits.IncrementAsync();

        var motto = coterie.Variable<string>("motto");
        await motto.WriteAsync("one at a time");
        string? read = await motto.ReadAsync();

        var leader = coterie.Variable<string>("leader");
        var claim = await leader.CreateAsync("node-7"); // only if nobody has
        Console.WriteLine(claim.IsSet ? "node-7 leads" : $"{claim.State.Value} leads");

        var stock = coterie.Variable("stock", StockContext.Default.Stock); // a record, as JSON
        await stock.UpdateAsync(old => old.Exists ? old.Value! with { Nails = old.Value.Nails - 1 } : new Stock(Nails: 100));
        #endregion
        Assert.Equal((1, "one at a time", true), (sum, read, claim.IsSet));
        Assert.Equal(new Stock(100), await stock.ReadAsync());
    }

    [Fact]
    public async Task Change_a_variable_under_its_lock()
    {
        await using var coterie = await CoterieNode.StartAsync(new CoterieOptions());
        #region held
        await using var held = await coterie.AcquireAsync("stock/nails", TimeSpan.FromSeconds(30));
        var nails = held.Variable<long>(); // the variable stock/nails
        long left = await nails.ReadAsync();
        await nails.WriteAsync(left + 100); // refused by the members if the lock is lost
        #endregion
        Assert.Equal(100, await coterie.Variable<long>("stock/nails").ReadAsync());
    }

    [Fact]
    public async Task Say_what_is_certain()
    {
        await using var coterie = await CoterieNode.StartAsync(new CoterieOptions());
        var visits = coterie.Variable<long>("visits");
        #region outcomes
        try
        {
            await visits.IncrementAsync(timeout: TimeSpan.FromSeconds(5));
        }
        catch (TimeoutException nothing)
        {
            Console.Error.WriteLine($"nothing was changed: {nothing.Message}");
        }
        catch (OutcomeUnknownException unknown)
        {
            Console.Error.WriteLine($"it was counted or not, but not twice: {unknown.Message}");
        }
        #endregion
        Assert.Equal(1, await visits.ReadAsync());
    }

    [Fact]
    public async Task Watch_a_variable()
    {
        await using var coterie = await CoterieNode.StartAsync(new CoterieOptions());
        var motto = coterie.Variable<string>("motto");
        await motto.WriteAsync("stop");
        using var stopping = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        #region watch
        await foreach (var change in motto.WatchAsync(stopping.Token))
        {
            Console.WriteLine(change.State.Exists ? change.State.Value : "(none)");
            if (change.Missed > 0)
                Console.WriteLine($"{change.Missed} values came and went in between");
            if (!change.IsCurrent)
                Console.WriteLine("too few members answer; this goes on when they do");
            if (change.State.Value == "stop")
                break;
        }
        #endregion
    }
}

/// <summary>What a shop has.</summary>
internal sealed record Stock(int Nails);

/// <summary>Its serializer.</summary>
[JsonSerializable(typeof(Stock))]
internal sealed partial class StockContext : JsonSerializerContext;

using Coterie.Actors.Locks;

// Three workers change the same account, one after the other. Then one comes too late, and the store refuses it.
//
//   dotnet run --project samples/Lock                       a group within this process
//   dotnet run --project samples/Lock -- 10.0.0.1:4053 …    the group of these members, such as three `coterie serve --members …`
var options = new CoterieOptions { Members = args };
await using var coterie = await CoterieNode.StartAsync(options);
var account = new Account();

await Task.WhenAll(Enumerable.Range(1, 3).Select(WithdrawAsync));

// Somebody takes the lock and stands still, such as a program that is stopped for longer than the lease. Another one gets in.
var late = await coterie.AcquireAsync("account", TimeSpan.FromSeconds(30));
var lateToken = late.Token;
await late.DisposeAsync();
await WithdrawAsync(4);
Console.WriteLine(account.TryWrite(0, lateToken)
    ? "the late one wrote: money is lost"
    : $"the late one, with the token {lateToken}, is refused by the store");
Console.WriteLine($"the balance is {account.Balance}");

async Task WithdrawAsync(int worker)
{
    await using var held = await coterie.AcquireAsync("account", TimeSpan.FromSeconds(30));
    var balance = account.Balance;
    // Whatever takes long gets held.Lost, so that it ends when the lock is lost.
    await Task.Delay(TimeSpan.FromMilliseconds(20), held.Lost);
    if (!account.TryWrite(balance - 10, held.Token))
        throw new InvalidOperationException($"Worker {worker} had lost the lock.");
    Console.WriteLine($"worker {worker} took 10 with the token {held.Token}");
}

/// <summary>A store that remembers the largest token that it has seen, and refuses a smaller one. Yours is a database.</summary>
internal sealed class Account
{
    private readonly Lock _lock = new();
    private long _token;

    public int Balance { get; private set; } = 100;

    /// <summary>Compares and writes in one step: <c>UPDATE … SET balance = @b, token = @t WHERE token &lt;= @t</c>.</summary>
    public bool TryWrite(int balance, long token)
    {
        lock (_lock)
        {
            if (token < _token)
                return false;
            (Balance, _token) = (balance, token);
            return true;
        }
    }
}

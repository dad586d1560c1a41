using Coterie.Actors.Locks;
using Coterie.Hosting;
using Coterie.Protocols.Quorum;

// Three instances of a web application elect one that does the nightly job. In three terminals, with 1, 2 and 3 for N:
//
//   dotnet run --project samples/NightlyJob -- --Coterie:Listen=127.0.0.N:4053 --urls=http://127.0.0.N:8080
//
// http://127.0.0.1:8080/coterie shows which one it is, and who waits. End that one: another one is elected.
var builder = WebApplication.CreateBuilder(args);
builder.Services.AddCoterie(); // the section Coterie of appsettings.json
builder.Services.AddHealthChecks().AddCoterie();
builder.Services.AddHostedService<Nightly>();

var app = builder.Build();
app.MapHealthChecks("/health");
app.MapCoterie("/coterie"); // where others can reach it: .RequireAuthorization()
app.Run();

/// <summary>Waits to be elected, and does the job each night as long as it is.</summary>
internal sealed class Nightly(ICoterie coterie, IConfiguration configuration, ILogger<Nightly> log) : BackgroundService
{
    // A night comes every few seconds here.
    private readonly TimeSpan _every = configuration.GetValue<TimeSpan>("NightEvery");

    protected override async Task ExecuteAsync(CancellationToken stopping)
    {
        while (true)
        {
            await using var elected = await coterie.AcquireAsync(
                "nightly", VoteMode.Exclusive, Timeout.InfiniteTimeSpan, "the nightly job", stopping);
            log.LogInformation("This instance is elected, with the token {Token}", elected.Token);
            using var end = CancellationTokenSource.CreateLinkedTokenSource(stopping, elected.Lost);
            try
            {
                while (true)
                {
                    await Task.Delay(_every, end.Token);
                    await DoAsync(elected.Token, end.Token);
                }
            }
            catch (OperationCanceledException) when (!stopping.IsCancellationRequested)
            {
                log.LogWarning("This instance has lost the election; another one may be elected now");
            }
        }
    }

    // Whatever it writes, it writes with the token, to a store that refuses a smaller one than it has seen.
    private Task DoAsync(long token, CancellationToken end)
    {
        end.ThrowIfCancellationRequested();
        log.LogInformation("The nightly job is done, with the token {Token}", token);
        return Task.CompletedTask;
    }
}

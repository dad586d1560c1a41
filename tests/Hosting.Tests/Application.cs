using System.Text;
using System.Threading.Channels;
using Coterie.Actors.Locks;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Coterie.Hosting.Tests;

/// <summary>A small application with a host, and what its tests need.</summary>
internal sealed class Application : IAsyncDisposable
{
    private Application(IHost host, LogRecords log) => (Host, Log) = (host, log);

    /// <summary>Longer than anything takes that does not hang.</summary>
    public static TimeSpan Patience { get; } = TimeSpan.FromSeconds(60);

    public IHost Host { get; }

    public LogRecords Log { get; }

    public ICoterie Coterie => Host.Services.GetRequiredService<ICoterie>();

    /// <summary>Makes one; nothing is started.</summary>
    /// <param name="configure">Adds services.</param>
    /// <param name="json">Its <c>appsettings.json</c>.</param>
    public static Application Make(Action<HostApplicationBuilder> configure, string json = "{}")
    {
        var builder = Microsoft.Extensions.Hosting.Host.CreateApplicationBuilder(
            new HostApplicationBuilderSettings { DisableDefaults = true });
        builder.Configuration.AddJsonStream(new MemoryStream(Encoding.UTF8.GetBytes(json)));
        var log = new LogRecords();
        builder.Logging.AddProvider(log);
        configure(builder);
        return new Application(builder.Build(), log);
    }

    /// <summary>Makes one and starts it.</summary>
    public static async Task<Application> StartAsync(Action<HostApplicationBuilder> configure, string json = "{}")
    {
        var application = Make(configure, json);
        await application.Host.StartAsync().WaitAsync(Patience);
        return application;
    }

    /// <summary>One that has <c>AddCoterie</c>; new, with a short lease, unless the delegate says otherwise.</summary>
    public static Task<Application> StartAsync(
        Action<CoterieHostOptions> options, Action<IServiceCollection>? services = null) => StartAsync(builder =>
    {
        builder.Services.AddCoterie(o =>
        {
            (o.IsNew, o.Lease) = (true, TimeSpan.FromSeconds(5));
            options(o);
        });
        services?.Invoke(builder.Services);
    });

    public Task StopAsync() => Host.StopAsync().WaitAsync(Patience);

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        await ((IAsyncDisposable)Host).DisposeAsync();
    }
}

/// <summary>What an application has logged.</summary>
internal sealed class LogRecords : ILoggerProvider
{
    private readonly Channel<LogRecord> _records = Channel.CreateUnbounded<LogRecord>();

    /// <summary>The next record that passes, and none before it again.</summary>
    public async Task<LogRecord> NextAsync(Func<LogRecord, bool> passes)
    {
        using var limit = new CancellationTokenSource(Application.Patience);
        while (true)
        {
            var record = await _records.Reader.ReadAsync(limit.Token);
            if (passes(record))
                return record;
        }
    }

    /// <summary>All that were not asked for yet.</summary>
    public IEnumerable<LogRecord> Rest()
    {
        while (_records.Reader.TryRead(out var record))
            yield return record;
    }

    public ILogger CreateLogger(string categoryName) => new Writer(categoryName, _records.Writer);

    public void Dispose()
    {
    }

    private sealed class Writer(string category, ChannelWriter<LogRecord> records) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            records.TryWrite(new LogRecord(category, logLevel, formatter(state, exception)));
    }
}

/// <summary>One record.</summary>
internal sealed record LogRecord(string Category, LogLevel Level, string Text);

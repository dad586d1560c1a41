using System.Diagnostics;
using System.Diagnostics.Metrics;
using Akka.Hosting;
using Coterie.Actors.Locks;
using Microsoft.Extensions.DependencyInjection;
using OpenTelemetry.Metrics;
using OpenTelemetry.Trace;
using static Coterie.Hosting.Tests.Application;

namespace Coterie.Hosting.Tests;

/// <summary>What OpenTelemetry exports of an application with locks. All tests of this process share the names.</summary>
public sealed class TelemetryTests
{
    private const string NameTag = "coterie.lock.name";

    private readonly List<MetricSnapshot> _metrics = [];
    private readonly List<Activity> _spans = [];
    private readonly string _name = $"orders/{Guid.NewGuid():N}";

    [Fact]
    public async Task Metrics_of_locks_are_exported()
    {
        await using var application = await StartAsync(options => options.TagsLockNames = true, WithTelemetry);
        using (await application.Coterie.AcquireAsync(_name, Patience))
            Assert.Null(await application.Coterie.TryAcquireAsync(_name));
        using (await application.Coterie.AcquireSharedAsync(_name, Patience))
            Flush<MeterProvider>(application, provider => provider.ForceFlush());

        Assert.Equal(
            ["coterie.lock.acquired", "coterie.lock.hold.duration", "coterie.lock.wait.duration", "coterie.lock.waiters"],
            _metrics.Where(metric => Points(metric).Count > 0).Select(metric => metric.Name).Order(StringComparer.Ordinal));
        Assert.Equal(
            [("exclusive", 1), ("shared", 1)],
            Points(Metric("coterie.lock.acquired")).Select(point => (Tag(point, "coterie.lock.mode"), point.GetSumLong())));
        Assert.All(Points(Metric("coterie.lock.waiters")), point => Assert.Equal(0, point.GetSumLong()));
        Assert.Equal("s", Metric("coterie.lock.wait.duration").Unit);
        Assert.Equal(
            [("acquired", 1), ("acquired", 1), ("timeout", 1)],
            Points(Metric("coterie.lock.wait.duration"))
                .Select(point => (Tag(point, "coterie.lock.outcome"), point.GetHistogramCount())).Order());
        Assert.Equal("s", Metric("coterie.lock.hold.duration").Unit);
        Assert.Equal(1, Assert.Single(Points(Metric("coterie.lock.hold.duration"))).GetHistogramCount());
    }

    [Fact]
    public async Task A_lost_lock_is_exported_with_its_reason()
    {
        await using var application = await StartAsync(options => options.TagsLockNames = true, WithTelemetry);
        using var held = await application.Coterie.AcquireAsync(_name, Patience);
        await application.StopAsync(); // it still holds the lock
        using var limit = new CancellationTokenSource(Patience);
        do // losses are told on another thread
        {
            limit.Token.ThrowIfCancellationRequested();
            await Task.Yield();
            _metrics.Clear();
            Flush<MeterProvider>(application, provider => provider.ForceFlush());
        }
        while (!_metrics.Exists(metric => metric.Name == "coterie.lock.lost" && Points(metric).Count > 0));
        var point = Assert.Single(Points(Metric("coterie.lock.lost")));
        Assert.Equal(("ended", 1), (Tag(point, "coterie.lock.reason"), point.GetSumLong()));
    }

    [Fact]
    public async Task A_call_is_a_span_within_that_of_its_caller()
    {
        await using var application = await StartAsync(options => options.TagsLockNames = true, WithTelemetry);
        using var source = new ActivitySource("Application");
        long token;
        using (var job = source.StartActivity("nightly job"))
        {
            Assert.NotNull(job);
            using var held = await application.Coterie.AcquireAsync(_name, Patience);
            token = held.Token;
        }
        Flush<TracerProvider>(application, provider => provider.ForceFlush());
        var span = Assert.Single(_spans, span => _name.Equals(span.GetTagItem(NameTag)));
        Assert.Equal("coterie.lock.acquire", span.DisplayName);
        Assert.Equal("Coterie", span.Source.Name);
        Assert.Equal(token, span.GetTagItem("coterie.lock.token"));
        Assert.Equal("acquired", span.GetTagItem("coterie.lock.outcome"));
        var parent = Assert.Single(_spans, span => span.DisplayName == "nightly job");
        Assert.Equal((parent.TraceId, parent.SpanId), (span.TraceId, span.ParentSpanId));
    }

    [Fact]
    public async Task Names_of_locks_are_no_tags_unless_that_is_chosen()
    {
        await using var application = await StartAsync(_ => { }, WithTelemetry);
        using var held = await application.Coterie.AcquireAsync(_name, Patience);
        Flush<MeterProvider>(application, provider => provider.ForceFlush());
        Flush<TracerProvider>(application, provider => provider.ForceFlush());
        Assert.Contains(_metrics, metric => metric.Name == "coterie.lock.acquired");
        Assert.All(_metrics, metric => Assert.Empty(Points(metric)));
        Assert.DoesNotContain(_spans, span => _name.Equals(span.GetTagItem(NameTag)));
        Assert.Contains(_spans, span => held.Token.Equals(span.GetTagItem("coterie.lock.token")));
    }

    [Theory]
    [InlineData(false, false)]
    [InlineData(true, false)]
    [InlineData(true, true)]
    public async Task The_meter_is_that_of_the_application(bool usesAkka, bool withOptionsOfTheNode)
    {
        await using var application = await StartAsync(builder =>
        {
            if (!usesAkka)
                builder.Services.AddCoterie();
            else if (withOptionsOfTheNode)
                builder.Services.AddCoterieFromAkka().AddAkka("app", akka => akka.WithCoterie(new CoterieOptions()));
            else
                builder.Services.AddCoterieFromAkka().AddAkka("app", akka => akka.WithCoterie(_ => { }));
        });
        await application.Coterie.LookAsync(null, Patience); // it has started
        var factory = application.Host.Services.GetRequiredService<IMeterFactory>();
        var found = new List<string>();
        using var listener = new MeterListener
        {
            InstrumentPublished = (instrument, _) =>
            {
                if (ReferenceEquals(instrument.Meter.Scope, factory))
                    found.Add(instrument.Name);
            },
        };
        listener.Start();
        Assert.Contains("coterie.lock.acquired", found);
    }

    private void WithTelemetry(IServiceCollection services) => services.AddOpenTelemetry()
        .WithMetrics(metrics => metrics.AddMeter("Coterie").AddInMemoryExporter(_metrics))
        .WithTracing(traces => traces.AddSource("Coterie", "Application").AddInMemoryExporter(_spans));

    private static void Flush<TProvider>(Application application, Func<TProvider, bool> flush)
        where TProvider : notnull => Assert.True(flush(application.Host.Services.GetRequiredService<TProvider>()));

    private MetricSnapshot Metric(string name) =>
        Assert.Single(_metrics, metric => metric.Name == name && Points(metric).Count > 0);

    // Those of the lock of this test.
    private List<MetricPoint> Points(MetricSnapshot metric) =>
        [.. metric.MetricPoints.Where(point => Tag(point, NameTag) == _name)];

    private static string? Tag(MetricPoint point, string key)
    {
        foreach (var (name, value) in point.Tags)
        {
            if (name == key)
                return value?.ToString();
        }
        return null;
    }
}

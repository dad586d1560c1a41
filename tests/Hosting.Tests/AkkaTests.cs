using Akka.Actor;
using Akka.Hosting;
using Akka.Remote.Hosting;
using Coterie.Actors.Configuration;
using Coterie.Actors.Locks;
using Coterie.Actors.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using static Coterie.Hosting.Tests.Application;

namespace Coterie.Hosting.Tests;

/// <summary>Coterie in the actor system of an application.</summary>
public sealed class AkkaTests
{
    private const string Transport = "akka.remote.dot-netty.tcp.transport-class";

    [Fact]
    public async Task Three_systems_of_an_application_share_locks_and_still_their_own_messages()
    {
        var addresses = FreePorts.TakeAddresses(3);
        await using var one = await MemberAsync(addresses, 0, akka => akka.WithCoterie(options => Set(options, addresses)));
        await using var two = await MemberAsync(addresses, 1, akka => akka.WithCoterie((options, services) =>
        {
            Assert.NotNull(services.GetRequiredService<IHostApplicationLifetime>());
            Set(options, addresses);
        }));
        await using var three = await MemberAsync(addresses, 2, akka => akka.WithCoterie(
            new CoterieOptions { Members = addresses, IsNew = true, Lease = TimeSpan.FromSeconds(5) }));
        using var held = await one.Coterie.AcquireAsync("a", Patience);
        var waiting = two.Coterie.AcquireAsync("a", Patience).AsTask();
        Assert.Null(await three.Coterie.TryAcquireAsync("a"));
        held.Dispose();
        using var next = await waiting;
        Assert.True(next.Token > held.Token);

        var system = System(one);
        Assert.Equal("Coterie.Actors.Nodes.Tcp.TcpTransport, Coterie.Actors", system.Settings.Config.GetString(Transport));
        var echo = system.ActorSelection($"akka.tcp://app@{addresses[2]}/user/echo");
        Assert.Equal(new Order("book", 2), await echo.Ask<Order>(new Order("book", 2), Patience));
    }

    [Fact]
    public async Task A_system_that_shuts_down_gives_its_locks_back_at_once()
    {
        var addresses = FreePorts.TakeAddresses(2);
        var options = new CoterieOptions { Members = [addresses[0]], IsNew = true, Lease = TimeSpan.FromHours(1) };
        await using var member = await MemberAsync(addresses, 0, akka => akka.WithCoterie(options));
        await using var client = await StartAsync(builder => builder.Services
            .AddAkka("app", akka => akka.WithRemoting("127.0.0.1", 0).WithCoterie(options)).AddCoterieFromAkka());
        using var held = await client.Coterie.AcquireAsync("a", Patience);
        var waiting = member.Coterie.AcquireAsync("a", Timeout.InfiniteTimeSpan).AsTask();
        Assert.False(waiting.IsCompleted);
        await client.StopAsync();
        using var next = await waiting.WaitAsync(Patience); // a lease is an hour
        Assert.True(next.Token > held.Token);
    }

    [Fact]
    public async Task The_health_check_of_akka_tells_of_the_members()
    {
        var addresses = FreePorts.TakeAddresses(3);
        await using var application = await MemberAsync(
            addresses,
            0,
            akka => akka.WithCoterie(options => Set(options, addresses)),
            services => services.AddHealthChecks());
        HealthReportEntry health;
        do
        {
            await application.Coterie.LookAsync("a", TimeSpan.FromMilliseconds(50));
            var report = await application.Host.Services.GetRequiredService<HealthCheckService>().CheckHealthAsync();
            health = report.Entries["akka.coterie"];
        }
        while (health.Data[addresses[0]] is not "answers");
        Assert.Equal(HealthStatus.Unhealthy, health.Status);
        Assert.EndsWith(" do not answer. 1 of 3 members answers, 2 must.", health.Description, StringComparison.Ordinal);
        Assert.Contains("akka", health.Tags);
    }

    [Theory]
    [InlineData(true, "The application is stopped.")]
    [InlineData(false, "The application goes on without them.")]
    public async Task When_the_node_ends_by_itself_the_application_is_stopped_unless_it_must_not(bool stops, string text)
    {
        var addresses = FreePorts.TakeAddresses(1);
        await using var application = await MemberAsync(addresses, 0, akka => akka.WithCoterie(options =>
        {
            Set(options, addresses);
            options.StopsApplication = stops;
        }));
        System(application).ActorSelection("/user/voter").Tell(PoisonPill.Instance);
        var ended = await application.Log.NextAsync(record => record.Level == LogLevel.Critical);
        Assert.Equal(
            ("Coterie", $"The node has ended by itself; locks cannot be had any more. {text}"), (ended.Category, ended.Text));
        if (stops)
            await application.Host.WaitForShutdownAsync().WaitAsync(Patience);
    }

    [Fact]
    public async Task A_transport_that_the_application_has_chosen_stays()
    {
        const string Own = "Akka.Remote.Transport.DotNetty.TcpTransport, Akka.Remote";
        var addresses = FreePorts.TakeAddresses(1);
        await using var application = await MemberAsync(addresses, 0, akka => akka
            .AddHocon($"{Transport} = \"{Own}\"", HoconAddMode.Append)
            .WithCoterie(options => Set(options, addresses)));
        Assert.Equal(Own, System(application).Settings.Config.GetString(Transport));
        using var held = await application.Coterie.AcquireAsync("a", Patience);
    }

    [Fact]
    public async Task Options_that_belong_to_the_system_are_refused_together_with_those_that_are_wrong()
    {
        var application = Make(
            builder => builder.Services.AddCoterieFromAkka().AddAkka("app", akka => akka.WithCoterie(options =>
            {
                options.Listen = "127.0.0.1:1";
                options.ConfigFiles.Add("a.conf");
                options.Tls.CertificateFile = "a.p12";
            })),
            """{ "Coterie": { "Lease": "soon", "Members": [ "127.0.0.1:0" ] } }""");
        var refused = await Assert.ThrowsAsync<OptionsValidationException>(() => application.Host.StartAsync());
        Assert.Equal(
            [
                "Coterie:Lease must be a time span such as 00:00:10, was [soon]",
                "Coterie:Members[0] must have a port above 0, was [127.0.0.1:0]",
                "Coterie:Listen must be left out, because the actor system listens by itself, was [127.0.0.1:1]",
                "Coterie:ConfigFiles must be left out, because the actor system has its own configuration (AddHoconFile), was "
                    + "[a.conf]",
                "Coterie:Tls must be left out, because the actor system has its own keys (coterie.node.tls), was "
                    + "[a.p12]",
            ],
            refused.Failures);
        var call = await Assert.ThrowsAsync<InvalidOperationException>(
            async () => await application.Coterie.TryAcquireAsync("a"));
        Assert.Equal($"Coterie could not be started: {refused.Message}", call.Message);
    }

    [Fact]
    public async Task A_system_that_members_cannot_reach_by_an_address_is_refused()
    {
        var local = await RefusedAsync(akka => akka);
        Assert.Equal(
            "The actor system must listen on an IP address, by which the members reach it, was [akka://app].", local.Message);
        var named = await RefusedAsync(akka => akka.WithRemoting("127.0.0.1", 0, "localhost"));
        Assert.StartsWith(
            "The actor system must listen on an IP address, by which the members reach it, was [akka.tcp://app@localhost:",
            named.Message,
            StringComparison.Ordinal);

        static Task<SettingsException> RefusedAsync(Func<AkkaConfigurationBuilder, AkkaConfigurationBuilder> remoting) =>
            Assert.ThrowsAsync<SettingsException>(() => Make(builder => builder.Services.AddAkka(
                "app", akka => remoting(akka).WithCoterie(new CoterieOptions { Members = ["127.0.0.1:1"] }))).Host.StartAsync());
    }

    [Fact]
    public async Task Without_remoting_a_system_is_a_group_of_its_own()
    {
        await using var application = await StartAsync(builder => builder.Services.AddCoterieFromAkka()
            .AddAkka("app", akka => akka.WithCoterie(_ => { })));
        using var held = await application.Coterie.AcquireAsync("a", Patience);
        Assert.Equal(["this process"], application.Coterie.Members);
    }

    [Fact]
    public async Task A_node_that_nothing_starts_is_a_mistake_that_is_named()
    {
        var application = Make(builder => builder.Services.AddCoterieFromAkka());
        var refused = await Assert.ThrowsAsync<InvalidOperationException>(() => application.Host.StartAsync());
        Assert.Equal(
            "An application with AddCoterieFromAkka must have AddAkka with WithCoterie, was [without].", refused.Message);
        await Assert.ThrowsAsync<InvalidOperationException>(async () => await application.Coterie.AcquireAsync("a", Patience));
    }

    [Fact]
    public void An_application_has_one_node()
    {
        const string Rule = "An application must have one of AddCoterie and AddCoterieFromAkka, was [both].";
        Assert.Equal(Rule, Assert.Throws<InvalidOperationException>(
            () => new ServiceCollection().AddCoterie().AddCoterieFromAkka()).Message);
        Assert.Equal(Rule, Assert.Throws<InvalidOperationException>(
            () => new ServiceCollection().AddCoterieFromAkka().AddCoterie()).Message);
        Assert.Single(new ServiceCollection().AddCoterie().AddCoterie(), service => service.ServiceType == typeof(ICoterie));
    }

    private static void Set(CoterieHostOptions options, List<string> members) =>
        (options.Members, options.IsNew, options.Lease) = (members, true, TimeSpan.FromSeconds(5));

    private static ActorSystem System(Application application) => application.Host.Services.GetRequiredService<ActorSystem>();

    private static Task<Application> MemberAsync(
        List<string> addresses, int index, Action<AkkaConfigurationBuilder> coterie, Action<IServiceCollection>? more = null)
    {
        var place = HostPort.TryParse(addresses[index])!;
        return StartAsync(builder =>
        {
            more?.Invoke(builder.Services);
            builder.Services.AddCoterieFromAkka().AddAkka("app", akka =>
            {
                akka.WithRemoting(place.Host, place.Port)
                    .WithActors((system, _) => system.ActorOf(Props.Create(() => new Echo()), "echo"));
                coterie(akka);
            });
        });
    }

    /// <summary>A message of the application, which has no serializer of its own.</summary>
    public sealed record Order(string Item, int Count);

    private sealed class Echo : ReceiveActor
    {
        public Echo() => ReceiveAny(message => Sender.Tell(message));
    }
}

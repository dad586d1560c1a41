using System.Net;
using System.Security.Claims;
using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.RegularExpressions;
using Coterie.Actors.Locks;
using Coterie.Hosting.Live;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;

namespace Coterie.Hosting.Tests.Live;

/// <summary>The page, <c>/state</c> and <c>/events</c> of an application.</summary>
public sealed partial class EndpointTests
{
    private const string Hostile = "</script><img src=x onerror=alert(1)>\n\ndata: forged\u202e";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private readonly ScriptedGroup _group = new();

    [Fact]
    public async Task The_page_is_one_file_that_may_load_nothing_and_talk_only_to_its_own_server()
    {
        await using var application = await StartAsync();
        using var answer = await application.GetTestClient().GetAsync("/coterie");
        var page = await answer.Content.ReadAsStringAsync();
        Assert.Equal("text/html; charset=utf-8", answer.Content.Headers.ContentType!.ToString());
        Assert.Equal(
            $"default-src 'none'; script-src '{HashOf("script")}'; style-src '{HashOf("style")}'; img-src data:; "
                + "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'self'",
            Assert.Single(answer.Headers.GetValues("Content-Security-Policy")));
        Assert.Equal("nosniff", Assert.Single(answer.Headers.GetValues("X-Content-Type-Options")));
        Assert.DoesNotMatch(Outside(), page);

        string HashOf(string element)
        {
            var content = Regex.Match(page, $"<{element}>(.*)</{element}>", RegexOptions.Singleline).Groups[1].Value;
            Assert.DoesNotContain($"<{element}>", content, StringComparison.Ordinal);
            return $"sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(content)))}";
        }
    }

    [Fact]
    public async Task The_state_is_json()
    {
        _group.View = Views.Group(Views.Lock("orders/42", Views.Holds("x", 5, "charge"), Views.Waits("y", 2, why: "x"))) with
        {
            Members =
            [
                Views.Member("a:1", sessions: new SessionView("x", TimeSpan.FromMinutes(2), TimeSpan.FromSeconds(1.5))),
                Views.Member("b:1", votes: false),
                Views.Member("c:1", answers: false, votes: false),
            ],
        };
        await using var application = await StartAsync();
        using var answer = await application.GetTestClient().GetAsync("/coterie/state");
        Assert.Equal("application/json; charset=utf-8", answer.Content.Headers.ContentType!.ToString());
        var text = await answer.Content.ReadAsStringAsync();
        Assert.Equal(
            """
            {"at":"1970-01-02T00:00:00+00:00","age":0,"watched":0,"majority":2,"hasMajority":true,"members":[
            {"address":"a:1","answers":true,"votes":true,"sessions":[{"who":"x","age":120,"sinceBeat":1.5}],"moreSessions":0},
            {"address":"b:1","answers":true,"votes":false,"sessions":[],"moreSessions":0},
            {"address":"c:1","answers":false,"votes":false,"sessions":[],"moreSessions":0}],
            "locks":{"held":1,"waitedFor":1,"waiting":1,"matching":1,"rows":[{"name":"orders/42","token":"7",
            "holders":[{"who":"x","purpose":"charge","shared":false,"seconds":5,"secondsLeft":9,"votes":3}],"moreHolders":0,
            "waiting":[{"who":"y","shared":false,"seconds":2,"secondsLeft":9,"votes":0,
            "missing":[{"why":"x","members":["10.0.0.1:4053","10.0.0.2:4053","10.0.0.3:4053"]}]}],"moreWaiting":0,
            "strip":{"holders":["x"],"runs":[[5,0,1]]}}],"moreRows":0}}
            """.ReplaceLineEndings(""),
            text);
    }

    [Fact]
    public async Task Events_bring_the_whole_state_again_and_again()
    {
        await using var application = await StartAsync();
        await using var events = await EventsAsync(application, "/coterie/events?search=a");
        Assert.Equal(0, (await events.NextAsync()).GetProperty("locks").GetProperty("matching").GetInt32());

        _group.View = Views.Group(Views.Lock("a", Views.Holds("x")), Views.Lock("b", Views.Holds("y")));
        Pass(application, TimeSpan.FromSeconds(1));
        var locks = (await events.NextAsync()).GetProperty("locks");
        Assert.Equal(2, locks.GetProperty("held").GetInt32());
        Assert.Equal("a", Assert.Single(locks.GetProperty("rows").EnumerateArray()).GetProperty("name").GetString());
    }

    [Fact]
    public async Task When_there_is_no_news_a_sign_of_life_comes()
    {
        var never = new TaskCompletionSource<LiveLook>();
        var source = new Stalled(never.Task);
        await using var application = await StartAsync(map: app => app.MapLive("/coterie", source, new LivePace()));
        await using var events = await EventsAsync(application, "/coterie/events");
        Assert.Equal("retry: 2000", await events.LineAsync());
        Assert.Equal("", await events.LineAsync());
        var line = events.LineAsync();
        while (!line.IsCompleted)
        {
            Pass(application, TimeSpan.FromSeconds(5));
            await Task.Yield();
        }
        Assert.Equal("event: beat", await line);
        Assert.Equal("data:", await events.LineAsync());
    }

    [Theory]
    [InlineData("/coterie")]
    [InlineData("/coterie/")]
    [InlineData("/coterie/state")]
    [InlineData("/coterie/events")]
    public async Task What_the_host_demands_is_demanded_for_all_three(string path)
    {
        await using var application = await StartAsync(
            services =>
            {
                services.AddAuthentication("Fixed").AddScheme<AuthenticationSchemeOptions, FixedUser>("Fixed", null);
                services.AddAuthorization();
            },
            app => app.MapCoterie("/coterie").RequireAuthorization());
        using var client = application.GetTestClient();
        using var stranger = await client.GetAsync(path, HttpCompletionOption.ResponseHeadersRead);
        Assert.Equal(HttpStatusCode.Unauthorized, stranger.StatusCode);
        Assert.Equal("", await stranger.Content.ReadAsStringAsync());

        client.DefaultRequestHeaders.Authorization = new("Fixed", "anna");
        using var anna = await client.GetAsync(path, HttpCompletionOption.ResponseHeadersRead);
        Assert.Equal(HttpStatusCode.OK, anna.StatusCode);
    }

    [Theory]
    [InlineData("state")]
    [InlineData("events")]
    public async Task A_query_that_breaks_a_rule_is_refused_in_a_sentence(string place)
    {
        await using var application = await StartAsync();
        using var answer = await application.GetTestClient().GetAsync($"/coterie/{place}?most=all");
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Equal("most must be a whole number from 1 to 1000, was [all].\n", await answer.Content.ReadAsStringAsync());
        Assert.Equal("text/plain; charset=utf-8", answer.Content.Headers.ContentType!.ToString());
    }

    [Fact]
    public async Task One_viewer_too_many_is_told_so_and_gets_in_when_another_has_left()
    {
        var source = new GroupSource(() => _group);
        var pace = new LivePace { MostViewers = 1 };
        await using var application = await StartAsync(map: app => app.MapLive("/coterie", source, pace));
        var first = await EventsAsync(application, "/coterie/events");
        await first.NextAsync();
        using var refused = await application.GetTestClient().GetAsync("/coterie/state");
        Assert.Equal(HttpStatusCode.ServiceUnavailable, refused.StatusCode);
        Assert.Equal("At most 1 may watch at the same time.\n", await refused.Content.ReadAsStringAsync());
        Assert.Equal("10", Assert.Single(refused.Headers.GetValues("Retry-After")));

        await first.DisposeAsync();
        using var patience = new CancellationTokenSource(Patience);
        HttpStatusCode status;
        do
        {
            using var again = await application.GetTestClient().GetAsync("/coterie/state", patience.Token);
            status = again.StatusCode;
        }
        while (status == HttpStatusCode.ServiceUnavailable);
        Assert.Equal(HttpStatusCode.OK, status);
    }

    [Fact]
    public async Task The_end_of_the_application_ends_the_events()
    {
        await using var application = await StartAsync();
        await using var events = await EventsAsync(application, "/coterie/events");
        await events.NextAsync();
        var end = events.ToEndAsync();
        await application.StopAsync().WaitAsync(Patience);
        await end.WaitAsync(Patience);
    }

    [Fact]
    public async Task Names_that_look_like_markup_or_like_an_event_stay_text()
    {
        _group.View = Views.Group(Views.Lock(Hostile, Views.Holds(Hostile, 1, Hostile)));
        await using var application = await StartAsync();
        await using var events = await EventsAsync(application, "/coterie/events");
        var row = (await events.NextAsync()).GetProperty("locks").GetProperty("rows")[0];
        Assert.Equal(Hostile, row.GetProperty("name").GetString());
        Assert.Equal(Hostile, row.GetProperty("holders")[0].GetProperty("purpose").GetString());
    }

    [Fact]
    public async Task With_AddCoterie_it_is_two_lines()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseTestServer();
        builder.Logging.ClearProviders();
        builder.Services.AddCoterie();
        await using var application = builder.Build();
        application.MapCoterie("/coterie");
        await application.StartAsync();
        var coterie = application.Services.GetRequiredService<ICoterie>();
        await using var held = await coterie.AcquireAsync("orders/42", Patience);
        await using var events = await EventsAsync(application, "/coterie/events");
        var row = Assert.Single((await events.NextAsync()).GetProperty("locks").GetProperty("rows").EnumerateArray());
        Assert.Equal(("orders/42", $"{held.Token}"), (row.GetProperty("name").GetString(), row.GetProperty("token").GetString()));
    }

    [Fact]
    public async Task Without_a_group_among_the_services_it_says_what_to_do()
    {
        var builder = WebApplication.CreateSlimBuilder();
        await using var application = builder.Build();
        var failure = Assert.Throws<InvalidOperationException>(() => application.MapCoterie("/coterie"));
        Assert.Equal(
            "MapCoterie needs ICoterie among the services: call services.AddCoterie(...) first.", failure.Message);
    }

    private static async Task<EventReader> EventsAsync(WebApplication application, string path)
    {
        var answer = await application.GetTestClient().GetAsync(path, HttpCompletionOption.ResponseHeadersRead);
        Assert.Equal("text/event-stream", answer.Content.Headers.ContentType!.ToString());
        Assert.Equal("no-store", answer.Headers.CacheControl!.ToString());
        return new EventReader(answer, new StreamReader(await answer.Content.ReadAsStreamAsync()));
    }

    private static void Pass(WebApplication application, TimeSpan time) =>
        ((FakeTimeProvider)application.Services.GetRequiredService<TimeProvider>()).Advance(time);

    private async Task<WebApplication> StartAsync(
        Action<IServiceCollection>? configure = null, Action<WebApplication>? map = null)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseTestServer();
        builder.Logging.ClearProviders();
        builder.Services.AddSingleton<ICoterie>(_group);
        builder.Services.AddSingleton<TimeProvider>(new FakeTimeProvider(DateTimeOffset.UnixEpoch.AddDays(1)));
        configure?.Invoke(builder.Services);
        var application = builder.Build();
        if (map is null)
            application.MapCoterie("/coterie");
        else
            map(application);
        await application.StartAsync();
        return application;
    }

    [GeneratedRegex(@"\bsrc=|@import|url\((?!#)|https?://(?!www\.w3\.org/2000/svg)|<link(?! rel=""icon"" href=""data:,"")")]
    private static partial Regex Outside();

    private sealed class Stalled(Task<LiveLook> look) : ILiveSource
    {
        public Task<LiveLook> LookAsync(TimeSpan limit, CancellationToken cancellation) => look.WaitAsync(cancellation);
    }

    private sealed class FixedUser(
        IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory log, UrlEncoder encoder)
        : AuthenticationHandler<AuthenticationSchemeOptions>(options, log, encoder)
    {
        protected override Task<AuthenticateResult> HandleAuthenticateAsync()
        {
            if (Request.Headers.Authorization != "Fixed anna")
                return Task.FromResult(AuthenticateResult.NoResult());
            var anna = new ClaimsPrincipal(new ClaimsIdentity("Fixed"));
            return Task.FromResult(AuthenticateResult.Success(new AuthenticationTicket(anna, "Fixed")));
        }
    }

    /// <summary>Reads events.</summary>
    private sealed class EventReader(HttpResponseMessage answer, StreamReader reader) : IAsyncDisposable
    {
        public async Task<string?> LineAsync() => await reader.ReadLineAsync().WaitAsync(Patience);

        /// <summary>The state of the next event.</summary>
        public async Task<JsonElement> NextAsync()
        {
            while (await LineAsync() is { } line)
            {
                if (line.StartsWith("data: ", StringComparison.Ordinal))
                    return JsonDocument.Parse(line["data: ".Length..]).RootElement;
            }
            throw new EndOfStreamException();
        }

        public async Task ToEndAsync()
        {
            try
            {
                while (await LineAsync() is not null)
                {
                }
            }
            catch (IOException)
            {
                // The test server ends a body that was not finished like this.
            }
        }

        public ValueTask DisposeAsync()
        {
            reader.Dispose();
            answer.Dispose();
            return ValueTask.CompletedTask;
        }
    }
}

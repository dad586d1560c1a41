using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using Coterie.Actors.Locks;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Coterie.Hosting.Tests;

/// <summary>What the README of the package shows compiles, runs, and is read without an error.</summary>
public sealed partial class ReadmeTests
{
    [Fact]
    public void The_ten_lines_run()
    {
        string[] args = ["--urls=http://127.0.0.1:0"];
        var builder = WebApplication.CreateBuilder(args);
        builder.Services.AddCoterie();
        builder.Services.AddHealthChecks().AddCoterie();
        var app = builder.Build();
        app.MapHealthChecks("/health");
        app.MapPost("/report", async (ICoterie coterie, CancellationToken cancellation) =>
        {
            await using var held = await coterie.AcquireAsync("report", TimeSpan.FromSeconds(30), cancellation);
            return $"written under token {held.Token}";
        });
        app.Lifetime.ApplicationStarted.Register(() => _ = ReportAsync());
        var (text, health) = ("", "");
        app.Run();
        Assert.Equal(("written under token 1048576", "Healthy"), (text, health));

        async Task ReportAsync()
        {
            using var http = new HttpClient { BaseAddress = new Uri(app.Urls.First()) };
            try
            {
                text = await (await http.PostAsync(new Uri("/report", UriKind.Relative), null)).Content.ReadAsStringAsync();
                health = await http.GetStringAsync(new Uri("/health", UriKind.Relative));
            }
            finally
            {
                app.Lifetime.StopApplication();
            }
        }
    }

    [Fact]
    public void The_ten_lines_are_those_of_this_file()
    {
        var test = File.ReadAllLines(Here()).Select(line => line.Trim()).ToHashSet();
        Assert.All(Blocks("csharp")[0].Where(line => line is not "using Coterie.Hosting;"), line => Assert.Contains(line, test));
    }

    [Fact]
    public void The_section_has_only_options_that_there_are()
    {
        var json = string.Join('\n', Assert.Single(Blocks("json")));
        var application = Application.Make(builder => builder.Services.AddCoterie(), json);
        var refused = Assert.Throws<OptionsValidationException>(
            () => application.Host.Services.GetRequiredService<IOptions<CoterieHostOptions>>().Value);
        // There are no such files.
        Assert.All(refused.Failures, failure => Assert.StartsWith("Coterie:Tls:", failure, StringComparison.Ordinal));
    }

    private static List<string[]> Blocks(string language)
    {
        const StringSplitOptions Clean = StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries;
        var readme = File.ReadAllText(Path.Combine(Path.GetDirectoryName(Here())!, "..", "..", "src", "Hosting", "README.md"));
        return [.. Fenced().Matches(readme).Where(block => block.Groups[1].Value == language)
            .Select(block => block.Groups[2].Value.Split('\n', Clean))];
    }

    private static string Here([CallerFilePath] string path = "") => path;

    [GeneratedRegex("```(\\w+)\\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex Fenced();
}

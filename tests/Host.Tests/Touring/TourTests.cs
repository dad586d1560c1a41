using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using Coterie.Host.Tests.Documents;
using Coterie.Host.Touring;

namespace Coterie.Host.Tests.Touring;

/// <summary>The tour, and the lecture, which has the same words.</summary>
public sealed partial class TourTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("coterie-tour-test-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void The_lecture_has_the_words_of_the_tour()
    {
        var lecture = Words(Document.Named("docs/lecture.md").Text);
        foreach (var (step, number) in TourSteps.All.Select((step, index) => (step, index + 1)))
        {
            Assert.Contains($"### {number}. {step.Title}", lecture, StringComparison.Ordinal);
            foreach (var text in (string[])[step.Before, $"**Question.** {step.Question}", step.Answer])
                Assert.Contains(Words(text), lecture, StringComparison.Ordinal);
            foreach (var command in step.Commands)
                Assert.Contains($"$ coterie {command}", lecture, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task The_tour_runs_its_commands_and_draws_the_pictures_of_the_documents()
    {
        var tour = await CoterieProcess.RunAsync("tour", "--no-wait", "--folder", _folder.FullName);
        Assert.Equal((0, ""), (tour.ExitCode, tour.Errors));
        Assert.Contains($"{TourSteps.All.Count} of {TourSteps.All.Count}: ", tour.Output, StringComparison.Ordinal);
        Assert.Contains("verdict              Exclusion violated", tour.Output, StringComparison.Ordinal);
        ExpectPicture("turns.svg", "run.svg");
        ExpectPicture("wrong.svg", "wrong.svg");
    }

    [Fact]
    public async Task The_tour_may_begin_later_with_what_the_steps_before_have_written()
    {
        var tour = await CoterieProcess.RunAsync("tour", "4", "--no-wait", "--folder", _folder.FullName);
        Assert.StartsWith("4 of 10: ", tour.Output, StringComparison.Ordinal);
        Assert.Contains("Entry 3: Process 2", tour.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("0")]
    [InlineData("11")]
    [InlineData("two")]
    public async Task A_step_that_there_is_not_is_refused(string step)
    {
        var tour = await CoterieProcess.RunAsync("tour", step);
        Assert.Equal(
            (1, "", $"coterie: STEP must be a number from 1 to 10, was [{step}].\n"), (tour.ExitCode, tour.Output, tour.Errors));
    }

    // With COTERIE_WRITE_PICTURES=1 the picture of the document is written anew.
    private void ExpectPicture(string drawn, string shown)
    {
        var (path, picture) = (Path.Combine(Images(), shown), File.ReadAllText(Path.Combine(_folder.FullName, drawn)));
        if (Environment.GetEnvironmentVariable("COTERIE_WRITE_PICTURES") == "1")
            File.WriteAllText(path, picture);
        Assert.Equal(File.ReadAllText(path), picture);
    }

    private static string Words(string text) => Space().Replace(text, " ").Trim();

    private static string Images([CallerFilePath] string here = "") =>
        Path.Combine(Path.GetDirectoryName(here)!, "..", "..", "..", "docs", "images");

    [GeneratedRegex(@"\s+")]
    private static partial Regex Space();
}

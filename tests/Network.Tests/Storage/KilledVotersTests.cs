using System.Diagnostics;
using Coterie.Network.Tests.Networks;
using Coterie.Network.Tests.Parts;

namespace Coterie.Network.Tests.Storage;

/// <summary>Members that are killed while they store.</summary>
public sealed class KilledVotersTests
{
    private const int Voters = 50;
    private const int Names = 8;
    private const int Kills = 20;

    [LinuxFact]
    public async Task What_was_told_is_there_after_a_thousand_members_were_killed()
    {
        var seed = Environment.TickCount;
        var (random, told) = (new Random(seed), 0);
        var folder = Directory.CreateTempSubdirectory("coterie-voters-");
        try
        {
            for (var kill = 1; kill <= Kills; kill++)
            {
                using var process = Start("voters", folder.FullName, $"{Voters}", $"{Names}");
                var errors = process.StandardError.ReadToEndAsync();
                var line = await process.StandardOutput.ReadLineAsync();
                Assert.True(line == "ready", $"start {kill}, seed {seed}: {line} {(line is null ? await errors : "")}");
                for (var more = random.Next(1, 8); more > 0; more--, told++)
                {
                    line = await process.StandardOutput.ReadLineAsync();
                    Assert.True(line == "more", $"start {kill}, seed {seed}: {line} {(line is null ? await errors : "")}");
                }
                await Task.Delay(TimeSpan.FromMilliseconds(random.NextDouble() * 20)); // not always just after a line
                process.Kill();
                await process.WaitForExitAsync();
            }
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static Process Start(params string[] arguments)
    {
        var info = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true, RedirectStandardError = true };
        info.ArgumentList.Add(typeof(VotersPart).Assembly.Location);
        foreach (var argument in arguments)
            info.ArgumentList.Add(argument);
        return Process.Start(info)!;
    }
}

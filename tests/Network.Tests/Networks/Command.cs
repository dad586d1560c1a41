using System.ComponentModel;
using System.Diagnostics;

namespace Coterie.Network.Tests.Networks;

/// <summary>Programs of the system that arrange networks.</summary>
internal static class Command
{
    /// <summary>Runs <paramref name="program"/> to its end.</summary>
    /// <exception cref="InvalidOperationException">It is absent or failed; the message has its words.</exception>
    public static async Task RunAsync(string program, string arguments, string input = "")
    {
        if (await TryRunAsync(program, arguments, input) is { } failure)
            throw new InvalidOperationException($"{program} {arguments}: {failure}");
    }

    /// <summary>As <see cref="RunAsync"/>; null if the program succeeded, otherwise its output.</summary>
    public static async Task<string?> TryRunAsync(string program, string arguments, string input = "")
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo(program, arguments)
            {
                RedirectStandardInput = true,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            })!;
            await process.StandardInput.WriteAsync(input);
            process.StandardInput.Close();
            var output = process.StandardOutput.ReadToEndAsync();
            var errors = await process.StandardError.ReadToEndAsync() + await output;
            await process.WaitForExitAsync();
            return process.ExitCode == 0 ? null : $"{errors.Trim()} (exit code {process.ExitCode})";
        }
        catch (Win32Exception absent)
        {
            return absent.Message;
        }
    }
}

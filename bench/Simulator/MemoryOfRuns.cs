using System.CommandLine;
using System.Globalization;
using Coterie.Bench.Harness;
using Coterie.Lab.Runs;
using Coterie.Lab.Virtual;
using Coterie.Protocols.Kernel;
using Spectre.Console;

namespace Coterie.Bench.Simulator;

/// <summary>
/// What a virtual run holds in memory: the processes with the books of the judge, and each message on its way.
/// </summary>
internal static class MemoryOfRuns
{
    private static VirtualSettings[] Cases =>
    [
        Saturated(10, "1ms"), Saturated(100, "1ms"), Saturated(100, "exp:1ms"), Saturated(1000, "1ms"),
        Saturated(1000, "exp:1ms"), SimulatorBench.TenThousand(),
    ];

    public static Command Command()
    {
        var command = new Command("simulator-memory", "What virtual runs hold in memory when most messages are on their way.");
        command.SetAction(_ =>
        {
            var table = new Table().Border(TableBorder.Simple).AddColumn("case");
            foreach (var title in (string[])["processes and books", "messages on their way", "bytes for each"])
                table.AddColumn(title, column => column.RightAligned());
            foreach (var settings in Cases)
                table.AddRow(Row(settings));
            AnsiConsole.Write(table);
            AnsiConsole.WriteLine(Report.MachineLine());
        });
        return command;
    }

    private static VirtualSettings Saturated(int processes, string latency) =>
        SimulatorBench.SaturatedSettings(processes, latency, 1);

    private static string[] Row(VirtualSettings settings)
    {
        var most = new InFlight(long.MaxValue);
        VirtualSimulation.Run(settings, [most]);
        var before = GC.GetTotalMemory(forceFullCollection: true);
        var there = new InFlight(most.MostAtStep);
        VirtualSimulation.Run(settings, [there]);
        return
        [
            $"{settings.Simulation.Processes} processes, latency {settings.Network.Latency}",
            string.Create(CultureInfo.InvariantCulture, $"{(there.BytesAtStart - before) / 1e6:N1} MB"),
            string.Create(CultureInfo.InvariantCulture, $"{most.Most:N0}"),
            string.Create(CultureInfo.InvariantCulture, $"{(there.BytesAtMost - there.BytesAtStart) / (double)most.Most:N1}"),
        ];
    }

    /// <summary>
    /// Counts the messages on their way, and weighs the heap at the first step and at the step <paramref name="weighAt"/>.
    /// </summary>
    private sealed class InFlight(long weighAt) : IRunListener
    {
        private long _steps;
        private long _now;

        public long Most { get; private set; }

        public long MostAtStep { get; private set; }

        public long BytesAtStart { get; private set; }

        public long BytesAtMost { get; private set; }

        public void On(TimeSpan at, in Step step)
        {
            if (_steps == 0)
                BytesAtStart = GC.GetTotalMemory(forceFullCollection: true);
            _now -= step.Input.Kind == InputKind.Message ? 1 : 0;
            foreach (var effect in step.Effects)
                _now += effect.Message is null ? 0 : 1;
            if (_now > Most)
                (Most, MostAtStep) = (_now, _steps);
            if (_steps++ == weighAt)
                BytesAtMost = GC.GetTotalMemory(forceFullCollection: true);
        }
    }
}

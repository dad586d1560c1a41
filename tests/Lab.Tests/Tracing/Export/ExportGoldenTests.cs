using System.Runtime.CompilerServices;
using Coterie.Lab.Mutex;
using Coterie.Lab.Tracing;
using Coterie.Lab.Tracing.Export;
using Coterie.Lab.Tracing.Pictures;
using Coterie.Protocols.Kernel;
using Coterie.Protocols.Mutex.Algorithms;

namespace Coterie.Tests.Tracing.Export;

/// <summary>
/// The exports for other tools, compared with the files in <c>Golden</c>. With WRITE_GOLDEN=1 in the environment these files
/// are written again, so that the difference can be read.
/// </summary>
public sealed class ExportGoldenTests
{
    private static readonly TraceIndex Faulty =
        new(RecordedRuns.Of(MutexAlgorithms.RicartAgrawala.InLab(), 3, seed: 4, requests: 1));

    public static TheoryData<string> Files => ["faulty.shiviz", "faulty-part.shiviz", "faulty.mermaid", "faulty.perfetto.json"];

    [Theory]
    [MemberData(nameof(Files))]
    public void The_form_of_a_run_with_every_fault(string file)
    {
        var written = Write(file);
        var path = Path.Combine(Folder(), file);
        if (Environment.GetEnvironmentVariable("WRITE_GOLDEN") == "1")
            File.WriteAllText(path, written);
        Assert.Equal(File.ReadAllText(path), written);
    }

    private static string Write(string file)
    {
        using var output = new StringWriter();
        var part =
            new PictureOptions { From = TimeSpan.FromMilliseconds(20), Processes = new HashSet<ProcessId> { new(1), new(3) } };
        _ = file switch
        {
            "faulty.shiviz" => ShiVizExport.Write(Faulty, new PictureOptions(), output),
            "faulty-part.shiviz" => ShiVizExport.Write(Faulty, part, output),
            "faulty.mermaid" => MermaidExport.Write(Faulty, new PictureOptions(), output),
            _ => PerfettoExport.Write(Faulty, new PictureOptions(), output),
        };
        return output.ToString();
    }

    private static string Folder([CallerFilePath] string here = "") => Path.Combine(Path.GetDirectoryName(here)!, "..", "Golden");
}

using System.Text;
using Coterie.Actors.Configuration;
using Coterie.Tests.Support;

namespace Coterie.Tests.Configuration;

/// <summary>Files on a disk: missing, too large, not text, not files.</summary>
public sealed class ConfigurationReadingTests : IDisposable
{
    private readonly Folder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_missing_file_is_named()
    {
        var path = _folder.PathOf("nowhere.conf");
        var error = Fails(path);
        Assert.Equal($"{path}: The file must be readable, was [absent].", error.Message);
        Assert.Equal(path, error.File);
    }

    [Fact]
    public void A_folder_is_not_a_file()
    {
        var path = _folder.PathOf("");
        Assert.Equal($"{path}: The file must be readable, was [a directory].", Fails(path).Message);
    }

    [Fact]
    public void A_file_of_the_largest_allowed_size_is_read()
    {
        var text = "a = 1\n#";
        var path = _folder.Write("x.conf", text + new string('x', ConfigurationText.MostBytes - text.Length));
        Assert.Equal(1, ConfigurationFile.Load(path).Config.GetInt("a"));
    }

    [Fact]
    public void A_larger_file_is_refused()
    {
        var path = _folder.Write("x.conf", "#" + new string('x', ConfigurationText.MostBytes));
        Assert.Equal($"{path}: The file must have at most 262144 bytes, was [larger].", Fails(path).Message);
    }

    [UnixFact]
    public void A_file_without_an_end_is_refused() =>
        Assert.Equal("/dev/zero: The file must have at most 262144 bytes, was [larger].", Fails("/dev/zero").Message);

    [UnixFact]
    public async Task The_reading_of_a_pipe_that_stays_silent_can_be_cancelled()
    {
        var path = _folder.PathOf("pipe");
        using (var made = System.Diagnostics.Process.Start("mkfifo", [path]))
            await made.WaitForExitAsync();
        // Open for reading and writing, so that the pipe has a writer and opening it does not wait.
        using var writer = new FileStream(path, FileMode.Open, FileAccess.ReadWrite);
        using var cancellation = new CancellationTokenSource();
        var read = Task.Run(() => ConfigurationFile.Load(path, cancellation.Token), CancellationToken.None);
        await cancellation.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => read);
    }

    [Theory]
    [InlineData(new byte[] { 0xFF, 0xFE, 0x61, 0 }, 1, 1, "FF")]
    [InlineData(new byte[] { 0x61, 0x3D, 0x31, 0x0A, 0x62, 0x3D, 0xC3, 0x28 }, 2, 3, "C3")]
    [InlineData(new byte[] { 0x61, 0x3D, 0xC3, 0xA9, 0xC3 }, 1, 4, "C3")]
    public void What_is_not_UTF_8_is_refused_with_its_place(byte[] bytes, int line, int column, string was)
    {
        var path = _folder.Write("x.conf", "");
        File.WriteAllBytes(path, bytes);
        Assert.Equal($"{path}, line {line}, column {column}: The file must be text in UTF-8, was [{was}].", Fails(path).Message);
    }

    [Fact]
    public void A_byte_order_mark_at_the_beginning_is_skipped()
    {
        var path = _folder.Write("x.conf", "");
        File.WriteAllText(path, "a = 1\nb =", new UTF8Encoding(encoderShouldEmitUTF8Identifier: true));
        Assert.Equal((2, 1), (Fails(path).Line, Fails(path).Column));
        File.WriteAllText(path, "a = 1", new UTF8Encoding(encoderShouldEmitUTF8Identifier: true));
        Assert.Equal(["a"], ConfigurationFile.Load(path).Keys);
    }

    [Fact]
    public void A_large_file_of_many_keys_is_read()
    {
        var text = new StringBuilder();
        for (var i = 0; text.Length < ConfigurationText.MostBytes - 20; i++)
            text.Append(System.Globalization.CultureInfo.InvariantCulture, $"k{i} = {i}\n");
        var file = ConfigurationFile.Load(_folder.Write("x.conf", text.ToString()));
        Assert.Equal(17, file.Config.GetInt("k17"));
    }

    private static ConfigurationFileException Fails(string path) =>
        Assert.Throws<ConfigurationFileException>(() => ConfigurationFile.Load(path));
}

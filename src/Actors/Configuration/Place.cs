using Coterie.Actors.Text;

namespace Coterie.Actors.Configuration;

/// <summary>A place in a file; line and column from 1, or 0 for the whole file.</summary>
internal readonly record struct Place(string File, int Line, int Column)
{
    public override string ToString() =>
        Line == 0 ? Printable.Escape(File) : $"{Printable.Escape(File)}, line {Line}, column {Column}";
}

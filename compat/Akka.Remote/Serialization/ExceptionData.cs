using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.ExceptionServices;
using Akka.Remote.Wire;
using Akka.Serialization;

namespace Akka.Remote.Serialization;

/// <summary>
/// An exception on the wire. What arrives keeps its text and its stack trace; of its type only a few well-known names are taken, and any
/// other becomes a plain <see cref="Exception"/> whose message says the name: no type is made, or looked for, because a peer names it.
/// </summary>
internal static class ExceptionData
{
    private static readonly Dictionary<string, Func<string, Exception?, Exception>> Known = new()
    {
        ["System.ArgumentException"] = (message, inner) => new ArgumentException(message, inner),
        ["System.ArgumentNullException"] = (message, inner) => new ArgumentNullException(message, inner),
        ["System.ArgumentOutOfRangeException"] = (message, inner) => new ArgumentOutOfRangeException(message, inner),
        ["System.FormatException"] = (message, inner) => new FormatException(message, inner),
        ["System.InvalidOperationException"] = (message, inner) => new InvalidOperationException(message, inner),
        ["System.NotImplementedException"] = (message, inner) => new NotImplementedException(message, inner),
        ["System.NotSupportedException"] = (message, inner) => new NotSupportedException(message, inner),
        ["System.OperationCanceledException"] = (message, inner) => new OperationCanceledException(message, inner),
        ["System.Threading.Tasks.TaskCanceledException"] = (message, inner) => new TaskCanceledException(message, inner),
        ["System.TimeoutException"] = (message, inner) => new TimeoutException(message, inner),
        ["System.UnauthorizedAccessException"] = (message, inner) => new UnauthorizedAccessException(message, inner),
        ["System.IO.IOException"] = (message, inner) => new IOException(message, inner),
        ["System.Exception"] = (message, inner) => new Exception(message, inner),
    };

    /// <summary>The fields of an exception; none for null.</summary>
    public static byte[] Of(Exception? exception) => exception is null ? [] : new ProtoBuilder()
        .Text(WireTag.Bytes1, TypeName.Of(exception.GetType()))
        .Text(WireTag.Bytes2, exception.Message)
        .Text(WireTag.Bytes3, exception.StackTrace)
        .Text(WireTag.Bytes4, exception.Source)
        .Message(WireTag.Bytes5, Of(exception.InnerException))
        .Text(WireTag.Bytes7, ForwardedFrom(exception.GetType()))
        .ToArray();

    /// <exception cref="WireFormatException">The bytes are no exception.</exception>
    public static Exception? Read(ReadOnlySpan<byte> data, int depth)
    {
        if (data.IsEmpty) return null;
        if (depth > PayloadCodec.MaximumDepth) WireFormatException.Throw($"Exceptions must be at most {PayloadCodec.MaximumDepth} deep inside of one another, were deeper.");
        string typeName = "", message = "", stackTrace = "";
        string? source = null;
        Exception? inner = null;
        var reader = new ProtoReader(data);
        while (reader.Next())
        {
            switch (reader.Tag)
            {
                case WireTag.Bytes1: typeName = reader.Text(); break;
                case WireTag.Bytes2: message = reader.Text(); break;
                case WireTag.Bytes3: stackTrace = reader.Text(); break;
                case WireTag.Bytes4: source = reader.Text(); break;
                case WireTag.Bytes5: inner = Read(reader.Bytes(), depth + 1); break;
                default: reader.Skip(); break;
            }
        }
        var exception = Make(typeName, message, inner);
        exception.Source = source;
        return stackTrace.Length == 0 ? exception : ExceptionDispatchInfo.SetRemoteStackTrace(exception, stackTrace);
    }

    private static Exception Make(string typeName, string message, Exception? inner)
    {
        var comma = typeName.IndexOf(',');
        var name = comma < 0 ? typeName : typeName[..comma];
        return Known.TryGetValue(name, out var make) ? make(message, inner) : new Exception($"{name}: {message}", inner);
    }

    // The assembly that had the type before .NET Core: peers on the .NET Framework look there.
    private static string? ForwardedFrom(Type type) =>
        type.GetCustomAttribute<TypeForwardedFromAttribute>(inherit: false)?.AssemblyFullName.Split(',')[0];
}

using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Coterie.Actors.Nodes;

/// <summary>Finds out what listens at an address that does not answer as a node, so that an error can say so.</summary>
internal static class PortProbe
{
    private const byte ReadCommand = (byte)'R';
    private const int AnswerSize = 4;
    private static readonly TimeSpan LongestConnect = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan LongestAnswer = TimeSpan.FromMilliseconds(500);

    /// <summary>Connects, and asks for the value as a client of a raw port does; that changes nothing there.</summary>
    /// <param name="endpoint">Where.</param>
    /// <param name="isEncrypted">
    /// Whether a node there would encrypt. Then it is not asked: it would refuse what is not encrypted, and warn of it.
    /// </param>
    public static async Task<PortFinding> LookAsync(IPEndPoint endpoint, bool isEncrypted)
    {
        try
        {
            using var socket = new Socket(endpoint.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
            using var connecting = new CancellationTokenSource(LongestConnect);
            await socket.ConnectAsync(endpoint, connecting.Token).ConfigureAwait(false);
            return !isEncrypted && await AnswersAsRawPortAsync(socket).ConfigureAwait(false)
                ? new PortFinding.RawPort()
                : new PortFinding.Open();
        }
        catch (SocketException failure)
        {
            return new PortFinding.Closed(failure.Message.TrimEnd('.'));
        }
        catch (OperationCanceledException)
        {
            return new PortFinding.Closed(string.Create(
                CultureInfo.InvariantCulture, $"no connection within {LongestConnect.TotalSeconds:0.###} s"));
        }
    }

    private static async Task<bool> AnswersAsRawPortAsync(Socket socket)
    {
        var answer = new byte[AnswerSize + 1];
        var count = 0;
        try
        {
            using var answering = new CancellationTokenSource(LongestAnswer);
            await socket.SendAsync(new[] { ReadCommand }, answering.Token).ConfigureAwait(false);
            socket.Shutdown(SocketShutdown.Send);
            while (count < answer.Length)
            {
                var more = await socket.ReceiveAsync(answer.AsMemory(count), answering.Token).ConfigureAwait(false);
                if (more == 0)
                    break;
                count += more;
            }
            return count == AnswerSize;
        }
        catch (Exception failure) when (failure is SocketException or OperationCanceledException)
        {
            return false; // something else
        }
    }
}

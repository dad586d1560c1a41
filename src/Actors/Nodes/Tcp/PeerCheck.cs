using System.Globalization;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Akka.Actor;
using Coterie.Actors.Encryption;

namespace Coterie.Actors.Nodes.Tcp;

/// <summary>What the node at the other end of an encrypted connection may call itself, by its certificate.</summary>
/// <param name="shown">The certificate, which is signed by the authority and valid.</param>
/// <param name="expected">The nodes for which a client's certificate is not enough.</param>
internal sealed class PeerCheck(X509Certificate2 shown, ExpectedNodes expected)
{
    private const int Payload = 1;
    private const int Envelope = 2;
    private const int Sender = 4;
    private const int Path = 1;

    private byte[] _own = [];

    /// <summary>The other end says that it has this address, or this node has connected to it there.</summary>
    /// <exception cref="PeerRefusedException">Its certificate does not have the address.</exception>
    public void Check(string host, int port)
    {
        if (!Covers(host) && (expected.Contains(host, port) || !CertificateText.IsClients(shown)))
        {
            var where = expected.Contains(host, port) ? $"{host}, which is that of a member or server" : host;
            throw PeerRefusedException.OfCertificate($"must have the address {where}, was {CertificateText.Of(shown)}");
        }
        _own = Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"@{HostPort.InBrackets(host)}:{port}/"));
    }

    /// <summary>Checks in whose name a message is sent.</summary>
    /// <param name="frame">The message, without its length.</param>
    /// <exception cref="PeerRefusedException">It is that of a member or server, and another node has sent it.</exception>
    public void CheckSender(ReadOnlySpan<byte> frame)
    {
        var path = ProtoField.Find(ProtoField.Find(ProtoField.Find(ProtoField.Find(frame, Payload), Envelope), Sender), Path);
        if (path.IsEmpty || IsOwn(path))
            return;
        if (ActorPath.TryParse(Encoding.UTF8.GetString(path), out var sender)
            && sender.Address is { Host: { } host, Port: { } port } && expected.Contains(host.Trim('[', ']'), port))
        {
            var text = $"sends in the name of {Node.Text(sender.Address)}";
            throw new PeerRefusedException($"it {text}", $"this node {text}");
        }
    }

    // Mostly; this costs less than to parse the path.
    private bool IsOwn(ReadOnlySpan<byte> path)
    {
        var authority = path[(path.IndexOf("://"u8) + 1)..];
        return authority.IndexOf((byte)'@') is var at and >= 0 && authority[at..].StartsWith(_own);
    }

    private bool Covers(string host) => CertificateText.Covers(shown, host)
        || (HostPort.ParseAddress(host) is { } address
            && ResolvedNames.Of(address).Any(name => CertificateText.Covers(shown, name)));
}

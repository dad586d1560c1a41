using System.Diagnostics.CodeAnalysis;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using Coterie.Actors.Encryption;

namespace Coterie.Actors.Nodes.Tcp;

/// <summary>
/// Encrypts connections by the files of <see cref="TlsOptions"/>. Each side checks the certificate of the other one after both
/// have agreed on keys, so that it can say why it refuses the other one.
/// </summary>
[SuppressMessage("Security", "CA5359", Justification = "The certificate is checked afterwards, before anything is read.")]
internal sealed class MutualTls : IEncryption
{
    private const SslProtocols Protocols = SslProtocols.Tls12 | SslProtocols.Tls13;

    private readonly TlsIdentity _identity;
    private readonly SslStreamCertificateContext _shown;
    private readonly ExpectedNodes _expected;

    private MutualTls(TlsIdentity identity, ExpectedNodes expected) =>
        (_identity, _shown, _expected) = (identity, identity.Shown(), expected);

    /// <summary>Reads the files.</summary>
    /// <param name="options">The files.</param>
    /// <param name="host">Where this node listens, as others reach it.</param>
    /// <param name="port">The port.</param>
    /// <param name="expected">The nodes for which a client's certificate is not enough.</param>
    /// <exception cref="NodeException">A file is wrong, or others would refuse the certificate.</exception>
    public static MutualTls Read(TlsOptions options, string host, int port, ExpectedNodes expected)
    {
        var faults = new List<TlsFault>();
        if (TlsIdentity.Read(options, faults) is not { } identity)
        {
            var errors = options.Errors(option => $"coterie.node.tls: {option}");
            throw new NodeException(string.Join(Environment.NewLine, errors));
        }
        try
        {
            new PeerCheck(identity.Own, expected).Check(host, port);
            return new MutualTls(identity, expected);
        }
        catch (PeerRefusedException refused)
        {
            throw new NodeException(
                $"{options.CertificateFile} (--tls, coterie.node.tls.certificate): {refused.ToOther}.", refused);
        }
    }

    /// <inheritdoc/>
    public async Task<IConnection> AsClientAsync(Socket socket, HostPort place, CancellationToken limit)
    {
        var peer = new Peer();
        var stream = await TlsHandshake.AsClientAsync(socket, agreeing => agreeing.AuthenticateAsClientAsync(
            new SslClientAuthenticationOptions
            {
                TargetHost = place.Host,
                ClientCertificateContext = _shown,
                EnabledSslProtocols = Protocols,
                AllowTlsResume = false,
                CertificateChainPolicy = _identity.Policy(),
                RemoteCertificateValidationCallback = peer.Keep,
            },
            limit)).ConfigureAwait(false);
        return await CheckedAsync(stream, peer, check => check.Check(place.Host, place.Port)).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public async Task<IConnection> AsServerAsync(Socket socket, CancellationToken limit)
    {
        var peer = new Peer();
        var stream = new SslStream(new NetworkStream(socket, ownsSocket: true));
        try
        {
            await stream.AuthenticateAsServerAsync(
                new SslServerAuthenticationOptions
                {
                    ServerCertificateContext = _shown,
                    ClientCertificateRequired = true,
                    EnabledSslProtocols = Protocols,
                    AllowTlsResume = false,
                    CertificateChainPolicy = _identity.Policy(),
                    RemoteCertificateValidationCallback = peer.Keep,
                },
                limit).ConfigureAwait(false);
        }
        catch
        {
            await stream.DisposeAsync().ConfigureAwait(false);
            throw;
        }
        return await CheckedAsync(stream, peer, _ => { }).ConfigureAwait(false); // its address comes with its first frame
    }

    private async Task<IConnection> CheckedAsync(SslStream stream, Peer peer, Action<PeerCheck> checkAddress)
    {
        try
        {
            var check = new PeerCheck(peer.Certificate(), _expected);
            checkAddress(check);
            return new TlsConnection(stream, check);
        }
        catch (PeerRefusedException refused)
        {
            await Refusal.SayAsync(new TlsConnection(stream), refused.ToOther).ConfigureAwait(false);
            await stream.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    // What the other side has shown.
    private sealed class Peer
    {
        private X509Certificate2? _shown;
        private X509ChainStatus[] _states = [];

        // Everything is accepted here, and checked afterwards.
        public bool Keep(object sender, X509Certificate? shown, X509Chain? chain, SslPolicyErrors errors)
        {
            _shown = shown is null ? null : X509CertificateLoader.LoadCertificate(shown.GetRawCertData());
            _states = chain?.ChainStatus ?? [];
            if (errors.HasFlag(SslPolicyErrors.RemoteCertificateChainErrors) && _states.Length == 0)
                _states = [new X509ChainStatus { Status = X509ChainStatusFlags.PartialChain }];
            return true;
        }

        // That certificate, which the authority has signed.
        public X509Certificate2 Certificate()
        {
            if (_shown is null)
                throw new PeerRefusedException("it shows no certificate", "this node shows no certificate");
            var broken = CertificateText.Broken(_shown, _states, "the authority").ToList();
            return broken.Count == 0
                ? _shown
                : throw PeerRefusedException.OfCertificate(
                    $"must be {string.Join(", and ", broken.Select(one => one.Rule))}, was {CertificateText.Of(_shown)}: "
                    + $"it is {string.Join(", and ", broken.Select(one => one.Was))}");
        }
    }
}

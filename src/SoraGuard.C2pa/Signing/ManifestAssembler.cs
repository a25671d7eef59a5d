using System.Security.Cryptography;
using SoraGuard.C2pa.Assertions;
using SoraGuard.C2pa.Bmff;
using SoraGuard.C2pa.Cbor;
using SoraGuard.C2pa.Jumbf;
using SoraGuard.C2pa.Manifests;

namespace SoraGuard.C2pa.Signing;

/// <summary>
/// Writes the manifest store of a builder for one file. Its size is known before the hash of the file and the signature are: both
/// have fixed sizes, so that the space for the store can be left, the file be hashed as it is written, and the store be put in.
/// </summary>
internal sealed class ManifestAssembler
{
    /// <summary>What a compressed manifest may take beyond one of the same bytes but for hash and signature: tables of codes differ.</summary>
    private const int CompressionMarginBytes = 256;

    private static readonly FourCc CborBox = new("cbor");

    private readonly ManifestBuilder _builder;
    private readonly ClaimSigner _signer;
    private readonly AssertionBoxes _assertions;
    private readonly HardBinding? _placeholder;
    private readonly Ingredient? _updated;
    private readonly byte[] _hashSalt;
    private readonly string _instanceId;
    private readonly bool _isCompressed;
    private readonly IReadOnlyList<ReadOnlyMemory<byte>> _ingredientManifests;

    /// <param name="builder">What to say.</param>
    /// <param name="signer">Who says it.</param>
    /// <param name="options">Randomness for ids and salts, time-stamp, OCSP responses.</param>
    /// <param name="placeholder">A binding of the size the right one will have; null for an update manifest, which has none (§11.2.3).</param>
    /// <param name="update">For an update manifest, what it updates; else null.</param>
    /// <exception cref="InvalidOperationException">The builder would break a rule of the specification.</exception>
    public ManifestAssembler(ManifestBuilder builder, IC2paSigner signer, SigningOptions options, HardBinding? placeholder, UpdatedStore? update = null)
    {
        if (update is null)
            builder.RequireComplete();
        else
            builder.RequireUpdate();
        (_builder, _signer, _placeholder, _updated) = (builder, new ClaimSigner(signer, options), placeholder, update?.Parent);
        var random = options.Random;
        Label = $"urn:c2pa:{NewGuid(random)}";
        _instanceId = $"xmp:iid:{NewGuid(random)}";
        _assertions = new AssertionBoxes(random);
        AddAssertions();
        _hashSalt = _assertions.NewSalt();
        _ingredientManifests = update?.Manifests ?? CollectManifests(builder.Ingredients);
        _isCompressed = options.CompressManifest;
        StoreBytes = _isCompressed ? MaxCompressedBytes(options) : Assemble(placeholder, new byte[_signer.CoseBytes]).Length;
    }

    public string Label { get; }

    public int StoreBytes { get; }

    /// <inheritdoc cref="ClaimSigner.TimeStampFailure"/>
    public string? TimeStampFailure => _signer.TimeStampFailure;

    /// <param name="binding">Of the label and size of the placeholder.</param>
    /// <param name="cancellationToken">Passed on to the signer.</param>
    /// <returns><see cref="StoreBytes"/> bytes.</returns>
    /// <exception cref="C2paSigningException">The signature or its time-stamp could not be made.</exception>
    public async Task<byte[]> SignAsync(HardBinding? binding, CancellationToken cancellationToken)
    {
        if (binding?.Label != _placeholder?.Label)
            throw new ArgumentException("The binding is of another kind than its placeholder.", nameof(binding));
        var signature = await _signer.SignAsync(EncodeClaim(binding is null ? null : HashBox(binding)), cancellationToken).ConfigureAwait(false);
        var store = Assemble(binding, signature);
        if (store.Length != StoreBytes && !_isCompressed)
            throw new ArgumentException("The binding is of another size than its placeholder.", nameof(binding));
        if (store.Length > StoreBytes)
            throw new C2paSigningException(
                $"The compressed manifest takes {store.Length} bytes, and {StoreBytes} were left for it: sign without {nameof(SigningOptions.CompressManifest)}.");
        Array.Resize(ref store, StoreBytes); // Zeros behind the store are no part of it (§A.5.3).
        return store;
    }

    /// <summary>
    /// How compressible the hash of the file, the signature and its time-stamp are is not known yet: they are taken not to be at all.
    /// </summary>
    private int MaxCompressedBytes(SigningOptions options) =>
        Assemble(_placeholder, _signer.Sample()).Length + (_placeholder?.Value.Encode().Length ?? 0)
        + (options.TimeStamp is null ? 0 : options.TimeStampReserveBytes) + CompressionMarginBytes;

    private void AddAssertions()
    {
        Ingredient[] ingredients = _updated is null ? [.. _builder.Ingredients] : [_updated];
        var references = ingredients.ToDictionary(i => i, AddIngredient);
        if (_builder.Actions.Count > 0)
            _assertions.Add(AssertionLabels.ActionsV2, new ActionsAssertion
            {
                Actions = [.. _builder.Actions.Select(a => WithIngredients(a.Action, [.. OfAction(a.Action, a.Ingredients).Select(i => references[i])]))],
                AllActionsIncluded = _builder.AllActionsIncluded,
            }.ToCbor());
        if (_builder.Thumbnail is { } thumbnail)
            _assertions.AddFile(AssertionLabels.ClaimThumbnail, thumbnail);
        foreach (var softBinding in _builder.SoftBindings)
            _assertions.Add(AssertionLabels.SoftBinding, softBinding.ToCbor());
        foreach (var custom in _builder.Custom)
            _assertions.Add(custom);
    }

    private HashedUri AddIngredient(Ingredient ingredient)
    {
        var thumbnail = ingredient.Thumbnail is { } image ? _assertions.AddFile(AssertionLabels.IngredientThumbnail, image) : null;
        return _assertions.Add(AssertionLabels.IngredientV3, (ingredient.Assertion with { Thumbnail = thumbnail }).ToCbor());
    }

    /// <summary>In an update, c2pa.opened opens what is updated.</summary>
    private Ingredient[] OfAction(C2paAction action, Ingredient[] named) => _updated is not null && action.Action == ActionNames.Opened ? [_updated] : named;

    private static C2paAction WithIngredients(C2paAction action, IReadOnlyList<HashedUri> references)
    {
        if (references.Count == 0)
            return action;
        var parameters = action.Parameters?.Entries ?? [];
        var ingredients = KeyValuePair.Create(CborValue.Of("ingredients"), CborValue.Array(references.Select(r => r.ToCbor())));
        return action with { Parameters = CborValue.Map(parameters.Append(ingredients)) };
    }

    private byte[] HashBox(HardBinding binding) => AssertionBoxes.Box(binding.Label, _hashSalt, AssertionFormat.Cbor, binding.Value.Encode());

    private byte[] EncodeClaim(byte[]? hashBox)
    {
        var created = hashBox is null ? _assertions.Created : _assertions.Created.Append(AssertionBoxes.Reference(_placeholder!.Label, hashBox)); // a box comes of a placeholder
        return CborValue.Map(
            ("instanceID", CborValue.Of(_instanceId)),
            ("claim_generator_info", _builder.Generator.ToCbor()),
            ("signature", CborValue.Of(JumbfUri.ForBox(Label, ManifestLabels.Signature))),
            ("created_assertions", CborValue.Array(created.Select(r => r.ToCbor()))),
            ("gathered_assertions", _assertions.Gathered.Count == 0 ? null : CborValue.Array(_assertions.Gathered.Select(r => r.ToCbor()))),
            ("dc:title", _builder.Title is { } title ? CborValue.Of(title) : null),
            ("alg", CborValue.Of(HashAlgorithms.Sha256))).Encode();
    }

    private byte[] Assemble(HardBinding? binding, ReadOnlyMemory<byte> signature)
    {
        var hashBox = binding is null ? null : HashBox(binding);
        ReadOnlyMemory<byte>[] boxes = hashBox is null ? [.. _assertions.Boxes] : [.. _assertions.Boxes, hashBox];
        var assertions = JumbfWriter.Superbox(JumbfType.AssertionStore, ManifestLabels.AssertionStore, [], boxes);
        var manifest = JumbfWriter.Superbox(hashBox is null ? JumbfType.UpdateManifest : JumbfType.Manifest, Label, [],
            assertions,
            JumbfWriter.Superbox(JumbfType.Claim, Claim.LabelV2, [], JumbfWriter.Box(CborBox, EncodeClaim(hashBox))),
            JumbfWriter.Superbox(JumbfType.Signature, ManifestLabels.Signature, [], JumbfWriter.Box(CborBox, signature.Span)));
        return JumbfWriter.Superbox(
            JumbfType.ManifestStore, ManifestLabels.Store, [], [.. _ingredientManifests, _isCompressed ? CompressedManifest.Compress(Label, manifest) : manifest]);
    }

    /// <summary>Each manifest once, as it is: two ingredients may share an ancestor.</summary>
    private static List<ReadOnlyMemory<byte>> CollectManifests(IReadOnlyList<Ingredient> ingredients)
    {
        var byLabel = new Dictionary<string, ReadOnlyMemory<byte>>();
        foreach (var manifest in ingredients.SelectMany(i => i.Manifests))
            if (!byLabel.TryAdd(manifest.Label, manifest.Box.Bytes) && !byLabel[manifest.Label].Span.SequenceEqual(manifest.Box.Bytes.Span))
                throw new C2paSigningException($"Two ingredients bring different manifests under the one label {manifest.Label}.");
        return [.. byLabel.Values];
    }

    /// <summary>A random UUID (RFC 9562 §5.4).</summary>
    private static Guid NewGuid(RandomNumberGenerator random)
    {
        var bytes = new byte[16];
        random.GetBytes(bytes);
        bytes[6] = (byte)(bytes[6] & 0x0F | 0x40);
        bytes[8] = (byte)(bytes[8] & 0x3F | 0x80);
        return new Guid(bytes, bigEndian: true);
    }
}

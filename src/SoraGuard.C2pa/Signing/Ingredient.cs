using System.Security.Cryptography;
using SoraGuard.C2pa.Assertions;
using SoraGuard.C2pa.Assets;
using SoraGuard.C2pa.Cbor;
using SoraGuard.C2pa.Manifests;
using SoraGuard.C2pa.Validation;

namespace SoraGuard.C2pa.Signing;

/// <summary>An asset that goes into the one to be signed, with the manifests it brings (C2PA 2.2 §18.15).</summary>
public sealed class Ingredient
{
    private Ingredient(IngredientAssertion assertion, IReadOnlyList<Manifest> manifests)
    {
        Assertion = assertion;
        Manifests = manifests;
    }

    /// <summary>parentOf, componentOf or inputTo.</summary>
    public string Relationship => Assertion.Relationship;

    internal IngredientAssertion Assertion { get; }

    internal EmbeddedFile? Thumbnail { get; private init; }

    /// <summary>All manifests of its store, to be copied.</summary>
    internal IReadOnlyList<Manifest> Manifests { get; }

    /// <summary>An asset without a manifest, or of a kind that is not read here; of any other, <see cref="FromFile"/> keeps the manifest.</summary>
    /// <param name="relationship">parentOf, componentOf or inputTo.</param>
    /// <param name="title">Name for people, such as that of the file.</param>
    /// <param name="format">Media type.</param>
    public static Ingredient WithoutManifest(string relationship, string title, string format) =>
        new(new IngredientAssertion { Relationship = Checked(relationship), Title = title, Format = format }, []);

    /// <inheritdoc cref="FromFile"/>
    public static (Ingredient Ingredient, ValidationResult Validation) FromMp4(
        Stream file, string relationship, string title, ValidationOptions options, string format = "video/mp4", CancellationToken cancellationToken = default) =>
        FromFile(file, relationship, title, options, format, cancellationToken);

    /// <summary>
    /// A file of any format that is read here, with the provenance it carries, and what validation finds of it: failures are recorded, and thereby
    /// accepted by whoever signs. Look at the second part of the result first.
    /// </summary>
    /// <param name="file">Readable and seekable.</param>
    /// <param name="relationship">parentOf, componentOf or inputTo.</param>
    /// <param name="title">Name for people, such as that of the file.</param>
    /// <param name="options">By what measure to judge its manifest.</param>
    /// <param name="format">Media type; null for that of the file's format.</param>
    /// <param name="cancellationToken">Looked at between blocks of media.</param>
    /// <exception cref="C2paFormatException">The file cannot be read.</exception>
    public static (Ingredient Ingredient, ValidationResult Validation) FromFile(
        Stream file, string relationship, string title, ValidationOptions options, string? format = null, CancellationToken cancellationToken = default)
    {
        format ??= Asset.Open(file).MediaType;
        var validation = C2paValidator.Validate(file, options, cancellationToken);
        if (validation.ActiveManifest is null)
            return (WithoutManifest(relationship, title, format), validation);
        var store = ManifestStore.Parse(Asset.Open(file).ReadStore());
        var assertion = new IngredientAssertion
        {
            Relationship = Checked(relationship),
            Title = title,
            Format = format,
            ActiveManifest = Reference(store.Active.Uri, store.Active.ExpandedHashedBytes),
            ClaimSignature = store.Active.SignatureBox is { } signature ? Reference(store.Active.UriOf(signature), signature.HashedBytes) : null,
            ValidationResults = Record(validation.Codes),
        };
        return (new Ingredient(assertion, store.Manifests), validation);
    }

    /// <summary>The same ingredient with a thumbnail (C2PA 2.2 §18.11).</summary>
    /// <param name="mediaType">For example image/jpeg.</param>
    /// <param name="image">At most 4 MiB.</param>
    /// <exception cref="ArgumentException">No media type of an image, or empty or too large.</exception>
    public Ingredient WithThumbnail(string mediaType, ReadOnlyMemory<byte> image) => new(Assertion, Manifests) { Thumbnail = EmbeddedFile.Image(mediaType, image) };

    private static HashedUri Reference(string uri, ReadOnlyMemory<byte> hashed) =>
        new() { Url = uri, Hash = SHA256.HashData(hashed.Span), Algorithm = HashAlgorithms.Sha256 };

    /// <summary>The validation results map (§15.2.2): the active manifest's statuses, and those of each ingredient below it.</summary>
    private static CborValue Record(IReadOnlyList<ValidationStatus> codes)
    {
        var deltas = codes.Where(c => c.IngredientUri is not null).GroupBy(c => c.IngredientUri!)
            .Select(g => CborValue.Map(("ingredientAssertionURI", CborValue.Of(g.Key)), ("validationDeltas", ByKind(g)))).ToList();
        return CborValue.Map(
            ("activeManifest", ByKind(codes.Where(c => c.IngredientUri is null))),
            ("ingredientDeltas", deltas.Count == 0 ? null : CborValue.Array(deltas)));
    }

    private static CborValue ByKind(IEnumerable<ValidationStatus> codes)
    {
        var byKind = codes.ToLookup(c => c.Kind);
        return CborValue.Map(
            ("success", List(byKind[StatusKind.Success])),
            ("informational", List(byKind[StatusKind.Informational])),
            ("failure", List(byKind[StatusKind.Failure])));
    }

    private static CborValue List(IEnumerable<ValidationStatus> codes) => CborValue.Array(codes.Select(c => CborValue.Map(
        ("code", CborValue.Of(c.Code)),
        ("url", CborValue.Of(c.Uri)),
        ("explanation", CborValue.Of(c.Explanation)))));

    private static string Checked(string relationship) =>
        relationship is IngredientAssertion.ParentOf or IngredientAssertion.ComponentOf or IngredientAssertion.InputTo
            ? relationship
            : throw new ArgumentException($"A relationship is parentOf, componentOf or inputTo, not '{relationship}'.", nameof(relationship));
}

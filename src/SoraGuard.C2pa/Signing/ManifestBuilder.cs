using SoraGuard.C2pa.Assertions;
using SoraGuard.C2pa.Cbor;
using SoraGuard.C2pa.Manifests;
using SoraGuard.C2pa.Validation;

namespace SoraGuard.C2pa.Signing;

/// <summary>
/// What a new manifest is to say. The hash of the file, the claim and the signature are added by the signer:
/// <see cref="Mp4Signer"/>. One builder may sign several files.
/// </summary>
public sealed class ManifestBuilder
{
    /// <summary>Version of the C2PA specification that new claims state.</summary>
    public const string SpecVersion = "2.2.0";

    private readonly List<(C2paAction Action, Ingredient[] Ingredients)> _actions = [];
    private readonly List<Ingredient> _ingredients = [];
    private readonly List<SoftBinding> _softBindings = [];
    private readonly List<CustomAssertion> _custom = [];

    /// <param name="generator">The software that makes the claim.</param>
    public ManifestBuilder(ClaimGeneratorInfo generator)
    {
        ArgumentNullException.ThrowIfNull(generator);
        Generator = generator with { SpecVersion = generator.SpecVersion ?? SpecVersion };
    }

    /// <summary>The software that makes the claim, with the version of the specification.</summary>
    public ClaimGeneratorInfo Generator { get; }

    /// <summary>Name of the asset for people; null for none.</summary>
    public string? Title { get; set; }

    /// <summary>Whether the actions are all that was done. Default: true.</summary>
    public bool AllActionsIncluded { get; set; } = true;

    internal EmbeddedFile? Thumbnail { get; private set; }

    internal IReadOnlyList<(C2paAction Action, Ingredient[] Ingredients)> Actions => _actions;

    internal IReadOnlyList<Ingredient> Ingredients => _ingredients;

    internal IReadOnlyList<SoftBinding> SoftBindings => _softBindings;

    internal IReadOnlyList<CustomAssertion> Custom => _custom;

    internal bool HasParent => _ingredients.Exists(i => i.Relationship == IngredientAssertion.ParentOf);

    /// <summary>A clip that a model made from a prompt: c2pa.created with trainedAlgorithmicMedia.</summary>
    /// <param name="product">Name of the software that signs.</param>
    /// <param name="version">Its version.</param>
    /// <param name="model">The model that made the clip; null for not saying.</param>
    /// <param name="when">When it was made; null for not saying.</param>
    public static ManifestBuilder CreatedByAi(string product, string version, ClaimGeneratorInfo? model = null, DateTimeOffset? when = null)
    {
        var builder = new ManifestBuilder(new ClaimGeneratorInfo { Name = product, Version = version });
        builder.Add(new C2paAction
        {
            Action = ActionNames.Created,
            DigitalSourceType = DigitalSourceTypes.TrainedAlgorithmicMedia,
            SoftwareAgent = model,
            When = when,
        });
        return builder;
    }

    /// <summary>
    /// A clip that a model made out of an existing one: c2pa.opened with its parent, then c2pa.edited with
    /// compositeWithTrainedAlgorithmicMedia.
    /// </summary>
    /// <param name="product">Name of the software that signs.</param>
    /// <param name="version">Its version.</param>
    /// <param name="parent">A parentOf ingredient.</param>
    /// <param name="model">The model that made the new parts; null for not saying.</param>
    /// <param name="when">When; null for not saying.</param>
    public static ManifestBuilder EditedByAi(string product, string version, Ingredient parent, ClaimGeneratorInfo? model = null, DateTimeOffset? when = null)
    {
        var builder = new ManifestBuilder(new ClaimGeneratorInfo { Name = product, Version = version });
        builder.Add(new C2paAction { Action = ActionNames.Opened, When = when }, parent);
        builder.Add(new C2paAction
        {
            Action = ActionNames.Edited,
            DigitalSourceType = DigitalSourceTypes.CompositeWithTrainedAlgorithmicMedia,
            SoftwareAgent = model,
            When = when,
        });
        return builder;
    }

    /// <summary>
    /// More to say about a file that is signed already and does not change (C2PA 2.2 §11.2.3): for <see cref="UpdateSigner"/>. It may
    /// have assertions, and actions that leave the content as it is: c2pa.opened, c2pa.edited.metadata, c2pa.published, c2pa.redacted.
    /// </summary>
    /// <param name="product">Name of the software that signs.</param>
    /// <param name="version">Its version.</param>
    public static ManifestBuilder Update(string product, string version) => new(new ClaimGeneratorInfo { Name = product, Version = version });

    /// <summary>Appends an action, with the ingredients it worked on, which become part of the manifest.</summary>
    public ManifestBuilder Add(C2paAction action, params Ingredient[] ingredients)
    {
        ArgumentNullException.ThrowIfNull(action);
        ArgumentNullException.ThrowIfNull(ingredients);
        _actions.Add((action, ingredients));
        _ingredients.AddRange(ingredients.Except(_ingredients));
        return this;
    }

    /// <summary>Appends an ingredient that no action names.</summary>
    public ManifestBuilder Add(Ingredient ingredient)
    {
        ArgumentNullException.ThrowIfNull(ingredient);
        _ingredients.Add(ingredient);
        return this;
    }

    /// <summary>Names a watermark or fingerprint of the asset. With a watermark goes an action <see cref="ActionNames.Watermarked"/>.</summary>
    public ManifestBuilder Add(SoftBinding softBinding)
    {
        ArgumentNullException.ThrowIfNull(softBinding);
        _softBindings.Add(softBinding);
        return this;
    }

    /// <summary>Shows what the asset looks like (C2PA 2.2 §18.11): assertion c2pa.thumbnail.claim.</summary>
    /// <param name="mediaType">For example image/jpeg.</param>
    /// <param name="image">At most 4 MiB.</param>
    /// <exception cref="ArgumentException">No media type of an image, or empty or too large.</exception>
    public ManifestBuilder WithThumbnail(string mediaType, ReadOnlyMemory<byte> image)
    {
        Thumbnail = EmbeddedFile.Image(mediaType, image);
        return this;
    }

    /// <summary>Appends a statement of which model made the content.</summary>
    /// <exception cref="ArgumentException">No model type.</exception>
    public ManifestBuilder Add(AiDisclosure disclosure)
    {
        ArgumentNullException.ThrowIfNull(disclosure);
        ArgumentException.ThrowIfNullOrWhiteSpace(disclosure.ModelType);
        return AddAssertion(AssertionLabels.AiDisclosure, disclosure.ToCbor());
    }

    /// <summary>Appends an assertion of any other label, written as CBOR.</summary>
    /// <param name="label">Standard, or own with a reverse-domain prefix such as org.example.review.</param>
    /// <param name="value">A map, as a rule.</param>
    /// <param name="gathered">Whether it came from elsewhere, so that the signer does not vouch for it.</param>
    public ManifestBuilder AddAssertion(string label, CborValue value, bool gathered = false)
    {
        ArgumentNullException.ThrowIfNull(value);
        _custom.Add(new CustomAssertion(CheckedLabel(label), AssertionFormat.Cbor, value.Encode(), gathered));
        return this;
    }

    /// <summary>Appends an assertion of any other label, written as the JSON it is given.</summary>
    /// <exception cref="C2paFormatException">It is not JSON, or nested too deep.</exception>
    public ManifestBuilder AddJsonAssertion(string label, ReadOnlyMemory<byte> utf8Json, bool gathered = false)
    {
        CborJson.Decode(utf8Json, new ItemBudget(CborLimits.MaxItems));
        _custom.Add(new CustomAssertion(CheckedLabel(label), AssertionFormat.Json, utf8Json, gathered));
        return this;
    }

    /// <exception cref="InvalidOperationException">The manifest would break a rule of the specification.</exception>
    internal void RequireComplete()
    {
        static bool IsBeginning(C2paAction a) => a.Action is ActionNames.Created or ActionNames.Opened;
        static bool IsComponent(Ingredient i) => i.Relationship == IngredientAssertion.ComponentOf;
        if (_actions.Count == 0 || !IsBeginning(_actions[0].Action) || _actions.Count(a => IsBeginning(a.Action)) != 1)
            throw new InvalidOperationException("The first action, and no other, must be c2pa.created or c2pa.opened.");
        if (_actions[0].Action is { Action: ActionNames.Created, DigitalSourceType: null })
            throw new InvalidOperationException("c2pa.created needs a digital source type.");
        if (_actions[0].Action.Action == ActionNames.Opened && (_actions[0].Ingredients is not [{ Relationship: IngredientAssertion.ParentOf }]))
            throw new InvalidOperationException("c2pa.opened needs one parentOf ingredient.");
        if (_actions.Exists(a => a.Action.Action is ActionNames.Placed or ActionNames.Removed && !a.Ingredients.Any(IsComponent)))
            throw new InvalidOperationException("c2pa.placed and c2pa.removed need a componentOf ingredient.");
        if (_ingredients.Count(i => i.Relationship == IngredientAssertion.ParentOf) > 1)
            throw new InvalidOperationException("There can be one parentOf ingredient.");
        if (_actions.Exists(a => a.Action.Action == ActionNames.Watermarked) && _softBindings.Count == 0)
            throw new InvalidOperationException("c2pa.watermarked needs a soft binding that describes the watermark.");
    }

    /// <exception cref="InvalidOperationException">An update manifest must not say this.</exception>
    internal void RequireUpdate()
    {
        if (Thumbnail is not null)
            throw new InvalidOperationException("An update manifest must not have a thumbnail.");
        if (_ingredients.Count > 0)
            throw new InvalidOperationException("An update manifest has one ingredient, which the signer adds: what it updates.");
        if (_actions.Find(a => !UpdateValidator.AllowedActions.Contains(a.Action.Action)).Action is { } action)
            throw new InvalidOperationException($"An update manifest must not have the action {action.Action}, which changes the content.");
        if (_actions.Count + _custom.Count + _softBindings.Count == 0)
            throw new InvalidOperationException("An update manifest that says nothing.");
    }

    private static string CheckedLabel(string label)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(label);
        var isOfLabelCharacters = label.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '-' or '_');
        if (!isOfLabelCharacters || !label.Contains('.') || label.Contains("__", StringComparison.Ordinal))
            throw new ArgumentException($"'{label}' is no assertion label: names apart by dots, such as org.example.review.", nameof(label));
        var isWrittenHere = AssertionLabels.IsActions(label) || AssertionLabels.IsIngredient(label) || label == AssertionLabels.SoftBinding;
        return isWrittenHere || AssertionLabels.IsHardBinding(label)
            ? throw new ArgumentException($"'{label}' has a method of its own, or is added by the signer.", nameof(label))
            : label;
    }
}

/// <summary>An assertion as it will stand in the store.</summary>
internal sealed record CustomAssertion(string Label, AssertionFormat Format, ReadOnlyMemory<byte> Content, bool IsGathered);
